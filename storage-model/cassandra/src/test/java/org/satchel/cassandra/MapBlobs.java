// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.satchel.model.StoreFailure;
import org.satchel.model.blob.BlobName;
import org.satchel.model.blob.BlobStore;
import org.satchel.model.blob.StoredBlob;

/// Blobs in memory, for tests of the tables.
final class MapBlobs implements BlobStore {
    private final ConcurrentSkipListMap<String, byte[]> blobs = new ConcurrentSkipListMap<>();

    @Override
    public long put(BlobName name, InputStream content) throws IOException {
        var bytes = content.readAllBytes();
        blobs.put(name.key(), bytes);
        return bytes.length;
    }

    @Override
    public InputStream open(BlobName name, long offset, long length) {
        var bytes = blobs.get(name.key());
        if (bytes == null) {
            throw new StoreFailure.NotFound("blob " + name);
        }
        return new ByteArrayInputStream(bytes, (int) offset, (int) length);
    }

    @Override
    public void delete(BlobName name) {
        blobs.remove(name.key());
    }

    @Override
    public List<LocalDate> generations() {
        return blobs.keySet().stream()
                .map(key -> BlobName.parse(key).orElseThrow().generation())
                .distinct()
                .toList();
    }

    @Override
    public List<StoredBlob> list(LocalDate generation, @Nullable BlobName after, int limit) {
        return blobs.entrySet().stream()
                .filter(blob -> blob.getKey().startsWith(BlobName.prefix(generation)))
                .filter(blob -> after == null || blob.getKey().compareTo(after.key()) > 0)
                .limit(limit)
                .map(blob -> new StoredBlob(
                        BlobName.parse(blob.getKey()).orElseThrow(), blob.getValue().length, Instant.EPOCH))
                .toList();
    }

    @Override
    public Optional<String> obstacle() {
        return Optional.empty();
    }

    @Override
    public void close() {}
}
