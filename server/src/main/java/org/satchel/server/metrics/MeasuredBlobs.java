// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.metrics;

import io.prometheus.metrics.core.metrics.Histogram;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.satchel.model.blob.BlobName;
import org.satchel.model.blob.BlobStore;
import org.satchel.model.blob.StoredBlob;

/// A store of payloads whose calls are timed. Taking one in lasts as long as its sender takes to send it.
final class MeasuredBlobs implements BlobStore {
    private final BlobStore blobs;
    private final Histogram seconds;

    MeasuredBlobs(BlobStore blobs, Histogram seconds) {
        this.blobs = blobs;
        this.seconds = seconds;
    }

    private interface Call<T> {
        T make() throws IOException;
    }

    @Override
    public long put(BlobName name, InputStream content) throws IOException {
        return timed("put", () -> blobs.put(name, content));
    }

    @Override
    public InputStream open(BlobName name, long offset, long length) throws IOException {
        return timed("open", () -> blobs.open(name, offset, length));
    }

    @Override
    public void delete(BlobName name) {
        timedHere("delete", () -> {
            blobs.delete(name);
            return name;
        });
    }

    @Override
    public List<LocalDate> generations() {
        return timedHere("list", blobs::generations);
    }

    @Override
    public List<StoredBlob> list(LocalDate generation, @Nullable BlobName after, int limit) {
        return timedHere("list", () -> blobs.list(generation, after, limit));
    }

    @Override
    public int discardUnfinished(Instant before) {
        return blobs.discardUnfinished(before);
    }

    @Override
    public Optional<String> obstacle() {
        return blobs.obstacle();
    }

    @Override
    public void close() {
        blobs.close();
    }

    private <T> T timed(String call, Call<T> made) throws IOException {
        var watch = new Stopwatch(seconds, call);
        try {
            var answer = made.make();
            watch.done();
            return answer;
        } catch (IOException | RuntimeException failure) {
            watch.failed(failure);
            throw failure;
        }
    }

    private <T> T timedHere(String call, Supplier<T> made) {
        var watch = new Stopwatch(seconds, call);
        try {
            var answer = made.get();
            watch.done();
            return answer;
        } catch (RuntimeException failure) {
            watch.failed(failure);
            throw failure;
        }
    }
}
