// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The payloads too large to travel with their commit: one file each, `xx/<box>/<sha256>`, equal ones of one
/// box stored once.
///
/// A file has its final name, and the disk has both, before any commit names it. Whether it may go is decided
/// by looking at the rows that refer to it, never by counting; and a file that somebody holds, because a
/// write is about to name it, stays.
final class PayloadFiles {
    private static final Logger LOG = LoggerFactory.getLogger(PayloadFiles.class);

    private final Path root;
    private final Path incoming;
    /// Who is about to name a file. Whoever makes, keeps or deletes one does so inside a `compute` on its
    /// name.
    private final ConcurrentMap<Name, Integer> holds = new ConcurrentHashMap<>();
    /// Held while files are deleted, and by a backup while it copies them.
    private final ReentrantLock deleting = new ReentrantLock();

    PayloadFiles(Path root) throws IOException {
        this.root = root;
        this.incoming = Files.createDirectories(root.resolve("tmp"));
        forceFolder(root);
        // What a crash left half written. No draft is open yet.
        try (var left = Files.newDirectoryStream(incoming)) {
            for (var file : left) {
                Files.delete(file);
            }
        }
    }

    private PayloadFiles(Path root, Path incoming) {
        this.root = root;
        this.incoming = incoming;
    }

    /// The files of a store that another process may have open: to be read, nothing else.
    static PayloadFiles toRead(Path root) {
        return new PayloadFiles(root, root.resolve("tmp"));
    }

    /// Identity of a payload file.
    record Name(long box, Digest digest) {}

    /// A fresh file to write a payload into.
    Path fresh() throws IOException {
        return Files.createTempFile(incoming, "", "");
    }

    /// Gives a fully written and synced file its final name, durably, and holds it.
    void keep(Path written, Name name) throws IOException {
        try {
            holds.compute(name, (same, holders) -> {
                place(written, name);
                return holders == null ? 1 : holders + 1;
            });
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    /// Holds a file that is held already.
    void hold(Name name) {
        holds.merge(name, 1, Integer::sum);
    }

    void letGo(Name name) {
        holds.computeIfPresent(name, (same, holders) -> holders == 1 ? null : holders - 1);
    }

    /// @throws NoSuchFileException when it was collected
    FileChannel open(Name name) throws IOException {
        return FileChannel.open(path(name), StandardOpenOption.READ);
    }

    /// @throws NoSuchFileException when it was collected
    InputStream open(Name name, long offset, long length) throws IOException {
        var channel = open(name);
        try {
            return new BoundedStream(Channels.newInputStream(channel.position(offset)), length);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    /// Deletes the files that nobody holds, that are older than `before`, and that are not referenced.
    ///
    /// @param referenced asked only about files nobody holds: then its answer cannot change from no to yes
    /// @return files deleted
    int sweep(Instant before, Predicate<Name> referenced) throws IOException {
        int deleted = 0;
        deleting.lock();
        try {
            for (var fan : folders(root)) {
                for (var box : folders(fan)) {
                    deleted += sweepBox(box, before, referenced);
                }
            }
            return deleted;
        } finally {
            deleting.unlock();
        }
    }

    /// Deletes all files of a box that is gone.
    void erase(long box) throws IOException {
        deleting.lock();
        try {
            sweepBox(folder(box), Instant.MAX, name -> false);
        } finally {
            deleting.unlock();
        }
    }

    /// What is done with each file.
    interface Visit {
        void file(Name name) throws IOException;
    }

    /// Shows the files that are older than `before`.
    void walk(Instant before, Visit visit) throws IOException {
        for (var fan : folders(root)) {
            for (var box : folders(fan)) {
                long number = Long.parseUnsignedLong(box.getFileName().toString(), 16);
                try (var files = Files.newDirectoryStream(box)) {
                    for (var file : files) {
                        if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                            visit.file(new Name(
                                    number, new Digest(file.getFileName().toString())));
                        }
                    }
                }
            }
        }
    }

    /// Deletes a file that nobody holds.
    void delete(Name name) {
        holds.compute(name, (same, holders) -> {
            if (holders == null) {
                var _ = deleteIfThere(path(name));
            }
            return holders;
        });
    }

    /// Runs a copying while nothing is deleted.
    void whileNothingIsDeleted(Copying copying) throws IOException {
        deleting.lock();
        try {
            copying.run(root);
        } finally {
            deleting.unlock();
        }
    }

    /// What a backup does with the tree of files.
    interface Copying {
        void run(Path root) throws IOException;
    }

    private int sweepBox(Path folder, Instant before, Predicate<Name> referenced) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        int deleted = 0;
        long box = Long.parseUnsignedLong(folder.getFileName().toString(), 16);
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                var name = new Name(box, new Digest(file.getFileName().toString()));
                deleted += collect(file, name, before, referenced) ? 1 : 0;
            }
        }
        return deleted;
    }

    private boolean collect(Path file, Name name, Instant before, Predicate<Name> referenced) throws IOException {
        if (!Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
            return false;
        }
        var collected = new boolean[1];
        try {
            holds.compute(name, (same, holders) -> {
                if (holders == null && !referenced.test(name)) {
                    collected[0] = deleteIfThere(file);
                }
                return holders;
            });
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
        return collected[0];
    }

    private static boolean deleteIfThere(Path file) {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void place(Path written, Name name) {
        var target = path(name);
        try {
            if (Files.exists(target)) {
                Files.delete(written);
                return;
            }
            makeFolder(name.box());
            Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
            forceFolder(folder(name.box()));
        } catch (IOException failure) {
            LOG.warn("a payload file could not be placed: {}", failure.toString());
            throw new UncheckedIOException(failure);
        }
    }

    private void makeFolder(long box) throws IOException {
        if (!Files.isDirectory(folder(box))) {
            Files.createDirectories(folder(box));
            forceFolder(fan(box));
            forceFolder(root);
        }
    }

    private Path fan(long box) {
        return root.resolve("%02x".formatted(box & 0xff));
    }

    private Path folder(long box) {
        return fan(box).resolve("%016x".formatted(box));
    }

    private Path path(Name name) {
        return folder(name.box()).resolve(name.digest().hex());
    }

    /// Folders whose names are hexadecimal numbers; `tmp` is none.
    private static List<Path> folders(Path parent) throws IOException {
        try (var entries = Files.list(parent)) {
            return entries.filter(entry -> entry.getFileName().toString().matches("[0-9a-f]+"))
                    .filter(Files::isDirectory)
                    .toList();
        }
    }

    /// Makes the names in a folder durable.
    static void forceFolder(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
