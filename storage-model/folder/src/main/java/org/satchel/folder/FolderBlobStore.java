// SPDX-License-Identifier: Apache-2.0
package org.satchel.folder;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.satchel.model.StoreFailure;
import org.satchel.model.blob.BlobName;
import org.satchel.model.blob.BlobStore;
import org.satchel.model.blob.ExactStream;
import org.satchel.model.blob.Probe;
import org.satchel.model.blob.StoredBlob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Blobs as files of a folder.
public final class FolderBlobStore implements BlobStore {
    private static final Logger LOG = LoggerFactory.getLogger(FolderBlobStore.class);
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final String AWAY = "the payload folder does not answer";

    private final Tree tree;
    private final Room room;
    private final Probe probe;
    private volatile boolean closed;

    private FolderBlobStore(Tree tree, Room room) {
        this.tree = tree;
        this.room = room;
        this.probe = new Probe("satchel-folder-probe", AWAY, this::look);
    }

    /// @throws StoreFailure.Unavailable when the folder is not there and cannot be made
    public static FolderBlobStore open(FolderSettings settings) {
        try {
            Files.createDirectories(settings.root());
            return new FolderBlobStore(new Tree(settings.root()), new Room(settings.root(), settings.reserveBytes()));
        } catch (IOException failure) {
            throw new StoreFailure.Unavailable("payload folder: it cannot be opened", failure);
        }
    }

    @Override
    public long put(BlobName name, InputStream content) throws IOException {
        checkOpen();
        room.check();
        var written = tried("a file cannot be made", tree::fresh);
        try {
            long size = copy(content, written);
            tried("a file cannot be kept", () -> {
                tree.place(written, name);
                return name;
            });
            return size;
        } catch (IOException | RuntimeException | Error failure) {
            remove(written, failure);
            throw failure;
        }
    }

    @Override
    public InputStream open(BlobName name, long offset, long length) throws IOException {
        Objects.checkFromIndexSize(offset, length, Long.MAX_VALUE);
        checkOpen();
        var channel = channel(name);
        try {
            if (offset + length > channel.size()) {
                throw new EOFException("a payload of " + channel.size() + " bytes ends before " + (offset + length));
            }
            return new ExactStream(Channels.newInputStream(channel.position(offset)), length);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    @Override
    public void delete(BlobName name) {
        checkOpen();
        tried("a file cannot be deleted", () -> Files.deleteIfExists(tree.file(name)));
    }

    @Override
    public List<LocalDate> generations() {
        checkOpen();
        return tried("it cannot be read", tree::days);
    }

    @Override
    public List<StoredBlob> list(LocalDate generation, @Nullable BlobName after, int limit) {
        checkOpen();
        return tried("it cannot be read", () -> new Listing(tree.day(generation), after, limit).read());
    }

    @Override
    public int discardUnfinished(Instant before) {
        checkOpen();
        return tried("it cannot be swept", () -> sweep(before));
    }

    @Override
    public Optional<String> obstacle() {
        return closed ? Optional.of("the payload folder is closed") : probe.obstacle();
    }

    @Override
    public void close() {
        closed = true;
    }

    /// Failures of the content pass as they are, those of the file become ours.
    private long copy(InputStream content, Path file) throws IOException {
        long size = 0;
        var bytes = new byte[BUFFER_BYTES];
        try (var channel = tried("a file cannot be written", () -> FileChannel.open(file, StandardOpenOption.WRITE))) {
            for (int count = content.read(bytes); count >= 0; count = content.read(bytes)) {
                write(channel, ByteBuffer.wrap(bytes, 0, count));
                size += count;
            }
            if (size == 0) {
                throw new IllegalArgumentException("an empty blob");
            }
            tried("a file cannot be synced", () -> {
                channel.force(true);
                return channel;
            });
        }
        return size;
    }

    private void write(FileChannel channel, ByteBuffer bytes) {
        tried("a file cannot be written", () -> {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            return channel;
        });
    }

    private FileChannel channel(BlobName name) {
        try {
            return FileChannel.open(tree.file(name), StandardOpenOption.READ);
        } catch (NoSuchFileException none) {
            throw new StoreFailure.NotFound("payload " + name);
        } catch (IOException failure) {
            throw room.failure("a file cannot be opened", failure);
        }
    }

    private static void remove(Path written, Throwable failure) {
        try {
            Files.deleteIfExists(written);
        } catch (IOException left) {
            failure.addSuppressed(left);
        }
    }

    /// Temporary files, and folders of days so long past that nothing comes into them any more.
    private int sweep(Instant before) throws IOException {
        int discarded = 0;
        for (var file : tree.incoming()) {
            if (isOlder(file, before) && Files.deleteIfExists(file)) {
                discarded++;
            }
        }
        var day = LocalDate.ofInstant(before, ZoneOffset.UTC);
        for (var generation : tree.days()) {
            if (generation.isBefore(day)) {
                tree.removeEmpty(generation);
            }
        }
        return discarded;
    }

    private static boolean isOlder(Path file, Instant before) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class)
                    .lastModifiedTime()
                    .toInstant()
                    .isBefore(before);
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    private String look() {
        try {
            room.check();
            var file = tree.fresh();
            try {
                Files.write(file, new byte[1]);
            } finally {
                Files.deleteIfExists(file);
            }
            return "";
        } catch (StoreFailure.DiskFull full) {
            LOG.debug("not ready", full);
            return "the disk is full";
        } catch (IOException | StoreFailure.Unavailable failure) {
            LOG.debug("not ready", failure);
            return "the payload folder cannot be written";
        }
    }

    private <R> R tried(String what, Attempt<R> attempt) {
        try {
            return attempt.run();
        } catch (IOException failure) {
            throw room.failure(what, failure);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new StoreFailure.Unavailable("payload folder: it is closed");
        }
    }

    private interface Attempt<R> {
        R run() throws IOException;
    }
}
