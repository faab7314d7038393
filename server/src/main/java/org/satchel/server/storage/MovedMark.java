// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.satchel.model.Registry;

/// What is written in a store that is not to be served: because it was moved elsewhere, or because a move into it has
/// not come to its end. With the embedded engine the former is a file in the store's folder, which nobody has open
/// then.
public final class MovedMark {
    static final String FILE = "moved";
    /// Keys of the registry that begin with this belong to the store, and never move with it.
    public static final String PREFIX = "store/move/";

    static final String MOVED = PREFIX + "moved";
    private static final String FILLING = PREFIX + "filling";

    private MovedMark() {}

    static void write(Path folder, String where) throws IOException {
        var fresh = folder.resolve(FILE + ".new");
        Files.writeString(fresh, where + "\n");
        try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(fresh, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static Optional<String> read(Path folder) throws IOException {
        var file = folder.resolve(FILE);
        return Files.exists(file) ? Optional.of(refusal(Files.readString(file).strip())) : Optional.empty();
    }

    static void write(Registry registry, String where) {
        registry.put(MOVED, bytes(where));
    }

    static boolean isMoved(Registry registry) {
        return registry.get(MOVED).isPresent();
    }

    static void remove(Registry registry) {
        registry.remove(MOVED);
        registry.remove(FILLING);
    }

    /// Says that boxes are being moved into the store.
    public static void filling(Registry registry, String from) {
        registry.put(FILLING, bytes(from));
    }

    /// Says that all have come.
    public static void filled(Registry registry) {
        registry.remove(FILLING);
    }

    /// Why the store is not to be served; empty when it is.
    static Optional<String> read(Registry registry) {
        return registry.get(MOVED)
                .map(where -> refusal(text(where)))
                .or(() -> registry.get(FILLING)
                        .map(from -> "boxes from " + text(from) + " are being moved into this store;"
                                + " run 'satchel migrate' to the end, or again"));
    }

    private static String refusal(String where) {
        return "this store was moved to " + where + "; serve that one, or give this one back with 'satchel migrate"
                + " --reopen'";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
