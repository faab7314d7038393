// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.contract;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.satchel.model.StoreFailure;
import org.satchel.model.blob.BlobName;
import org.satchel.model.blob.BlobStore;
import org.satchel.model.blob.StoredBlob;

/// Blobs in memory, with a clock that says when one was written: for tests.
public final class MemoryBlobs implements BlobStore {
    private final InstantSource clock;
    private final NavigableMap<BlobName, Held> blobs = new ConcurrentSkipListMap<>(Comparator.comparing(BlobName::key));
    private volatile boolean closed;

    public MemoryBlobs(InstantSource clock) {
        this.clock = clock;
    }

    private record Held(List<byte[]> bytes, StoredBlob line) {}

    @Override
    public long put(BlobName name, InputStream content) throws IOException {
        checkOpen();
        var bytes = content.readAllBytes();
        if (bytes.length == 0) {
            throw new IllegalArgumentException("an empty blob");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new StoreFailure.Unavailable("interrupted");
        }
        blobs.put(name, new Held(List.of(bytes), new StoredBlob(name, bytes.length, clock.instant())));
        return bytes.length;
    }

    @Override
    public InputStream open(BlobName name, long offset, long length) throws IOException {
        checkOpen();
        var held = blobs.get(name);
        if (held == null) {
            throw new StoreFailure.NotFound("payload " + name);
        }
        if (offset + length > held.line().size()) {
            throw new EOFException("a payload ends before " + (offset + length));
        }
        return new ByteArrayInputStream(held.bytes().getFirst(), (int) offset, (int) length);
    }

    @Override
    public void delete(BlobName name) {
        checkOpen();
        blobs.remove(name);
    }

    @Override
    public List<LocalDate> generations() {
        checkOpen();
        return blobs.keySet().stream().map(BlobName::generation).distinct().toList();
    }

    @Override
    public List<StoredBlob> list(LocalDate generation, @Nullable BlobName after, int limit) {
        checkOpen();
        return blobs.values().stream()
                .map(Held::line)
                .filter(line -> line.name().generation().equals(generation))
                .filter(line -> after == null || line.name().key().compareTo(after.key()) > 0)
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<String> obstacle() {
        return Optional.empty();
    }

    @Override
    public void close() {
        closed = true;
    }

    private void checkOpen() {
        if (closed) {
            throw new StoreFailure.Unavailable("it is closed");
        }
    }
}
