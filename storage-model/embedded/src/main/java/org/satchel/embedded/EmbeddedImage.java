// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.satchel.model.transfer.StoreImage;

/// A look at a store that changes nothing in it: at the folder itself while nobody has it open, or at a copy of its
/// rows, which the store makes while it goes on ([EmbeddedStore#copyRows]).
///
/// Payload files are read where the store keeps them. Those of objects that were removed since may be gone.
public final class EmbeddedImage {
    private static final String IMAGES = "images";
    private static final int READERS = 2;

    private EmbeddedImage() {}

    /// The store in `folder`, kept from everybody else until the image is closed; empty while somebody has it open.
    ///
    /// @throws IOException when there is no store
    public static Optional<StoreImage> ofStopped(Path folder) throws IOException {
        if (!Files.isDirectory(folder.resolve("rows"))) {
            throw new IOException("no store is in " + folder.toAbsolutePath());
        }
        StoreLock lock;
        try {
            lock = StoreLock.take(folder);
        } catch (IOException inUse) {
            return Optional.empty();
        }
        try {
            return Optional.of(open(folder, folder.resolve("rows"), folder.resolve("native"), lock::close));
        } catch (IOException | RuntimeException failure) {
            lock.close();
            throw failure;
        }
    }

    /// The store in `folder` as a copy of its rows has it; the copy goes when the image is closed.
    public static StoreImage ofCopy(Path folder, Path copy) throws IOException {
        return open(folder, copy, folder.resolve(IMAGES).resolve("native"), () -> deleteTree(copy));
    }

    /// The right to make copies of the rows of a store, for one at a time; what an earlier one left goes now.
    public static Copies copies(Path folder) throws IOException {
        var images = Files.createDirectories(folder.resolve(IMAGES));
        var channel = FileChannel.open(images.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                for (var left : list(images)) {
                    if (Files.isDirectory(left)) {
                        deleteTree(left);
                    }
                }
                return new Copies(images, channel);
            }
        } catch (OverlappingFileLockException ours) {
            // told below
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
        channel.close();
        throw new IOException("another process copies the store in " + folder.toAbsolutePath());
    }

    /// Where copies go: on the file system of the store, so that nothing large is copied.
    public static final class Copies implements AutoCloseable {
        private final Path images;
        private final FileChannel lock;
        private int count;

        private Copies(Path images, FileChannel lock) {
            this.images = images;
            this.lock = lock;
        }

        /// A folder that is not there yet.
        public Path next() {
            return images.resolve("rows-" + ++count).toAbsolutePath();
        }

        @Override
        public void close() {
            try {
                lock.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    /// @param natives where the native library goes: not under the feet of a process that uses it
    private static StoreImage open(Path folder, Path rows, Path natives, Runnable end) throws IOException {
        var database = Database.openToRead(rows, Files.createDirectories(natives), EngineLimits.SMALL);
        var reads = new LongReads(READERS);
        var files = PayloadFiles.toRead(folder.resolve("blobs"));
        return new RowImage(database, files, reads, new RowCheck(database, files, null), () -> {
            reads.close();
            database.close();
            end.run();
        });
    }

    private static void deleteTree(Path root) {
        try (var paths = Files.walk(root)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.toList();
        }
    }
}
