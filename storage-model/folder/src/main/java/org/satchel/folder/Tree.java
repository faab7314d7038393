// SPDX-License-Identifier: Apache-2.0
package org.satchel.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.satchel.model.blob.BlobName;

/// The folders under the root: `day/xx/box/content`, where `xx` is the beginning of the box's identity, so that no
/// folder grows too long to be read in one go and the order of names is that of keys; and `tmp` for what is
/// written.
final class Tree {
    private static final String INCOMING = "tmp";
    private static final int FAN_LETTERS = 2;
    /// Another node may remove a folder that was empty just when a file is to be moved into it.
    private static final int PLACE_ATTEMPTS = 10;

    private static final int KNOWN_MAX = 10_000;

    private final Path root;
    private final Path incoming;
    /// Folders of boxes that this process has seen to be durable, not merely there.
    private final Set<Path> known = ConcurrentHashMap.newKeySet();

    Tree(Path root) throws IOException {
        this.root = root;
        this.incoming = Files.createDirectories(root.resolve(INCOMING));
        force(root);
    }

    /// A fresh file to write into.
    Path fresh() throws IOException {
        return Files.createTempFile(incoming, "", "");
    }

    Path file(BlobName name) {
        return box(name).resolve(name.key().substring(name.key().lastIndexOf('/') + 1));
    }

    /// Gives a written and synced file its name, durably.
    void place(Path written, BlobName name) throws IOException {
        for (int attempt = 1; ; attempt++) {
            makeFolders(name);
            try {
                Files.move(written, file(name), StandardCopyOption.ATOMIC_MOVE);
                break;
            } catch (AtomicMoveNotSupportedException never) {
                throw never;
            } catch (NoSuchFileException removed) {
                known.remove(box(name));
                if (attempt == PLACE_ATTEMPTS) {
                    throw removed;
                }
            }
        }
        force(box(name));
    }

    List<LocalDate> days() throws IOException {
        var days = new ArrayList<LocalDate>();
        for (var name : names(root)) {
            BlobName.parsePrefix(name + '/').ifPresent(days::add);
        }
        return days;
    }

    Path day(LocalDate generation) {
        var prefix = BlobName.prefix(generation);
        return root.resolve(prefix.substring(0, prefix.length() - 1));
    }

    /// Temporary files.
    List<Path> incoming() throws IOException {
        return names(incoming).stream().map(incoming::resolve).toList();
    }

    /// Removes folders of a day that hold nothing.
    void removeEmpty(LocalDate generation) throws IOException {
        var day = day(generation);
        for (var fan : names(day)) {
            for (var box : names(day.resolve(fan))) {
                removeIfEmpty(day.resolve(fan).resolve(box));
            }
            removeIfEmpty(day.resolve(fan));
        }
        removeIfEmpty(day);
    }

    /// Sorted names in a folder; none when it is not there.
    static List<String> names(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        }
    }

    private void makeFolders(BlobName name) throws IOException {
        var box = box(name);
        if (known.contains(box)) {
            return;
        }
        Files.createDirectories(box);
        var fan = parent(box);
        force(fan);
        force(parent(fan));
        force(root);
        if (known.size() >= KNOWN_MAX) {
            known.clear();
        }
        known.add(box);
    }

    private Path box(BlobName name) {
        var box = name.box().toString();
        return day(name.generation()).resolve(box.substring(0, FAN_LETTERS)).resolve(box);
    }

    private static Path parent(Path folder) {
        var parent = folder.getParent();
        if (parent == null) {
            throw new IllegalStateException("no folder above " + folder);
        }
        return parent;
    }

    private static void removeIfEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException inUse) {
            // Then it stays.
        }
    }

    /// Makes the names in a folder durable.
    private static void force(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
