// SPDX-License-Identifier: Apache-2.0
package org.satchel.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Folders that are gone when the tests of this process are.
final class Scratch {
    private static final Queue<Path> FOLDERS = new ConcurrentLinkedQueue<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> FOLDERS.forEach(Scratch::delete), "scratch"));
    }

    private Scratch() {}

    static Path folder(String prefix) throws IOException {
        var folder = Files.createTempDirectory(prefix);
        FOLDERS.add(folder);
        return folder;
    }

    /// What a store that is still open makes meanwhile stays.
    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(Scratch::deleteOne);
        } catch (IOException | UncheckedIOException gone) {
            // A store of the same folder has been tidying up, too.
        }
    }

    private static void deleteOne(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException stays) {
            // Something was put into it in the meantime.
        }
    }
}
