// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.blob;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.satchel.model.StoreFailure;

/// Blobs by name. Safe for any number of threads and processes.
///
/// What the store cannot do now is [StoreFailure.Unavailable], or [StoreFailure.DiskFull] when it says that it has no
/// room; each call ends within the limits of its implementation, and none holds more than a bounded part of a blob in
/// memory.
public interface BlobStore extends AutoCloseable {
    /// Takes in a blob to the end of `content`, which is not empty. It is durable, and there as a whole, when this
    /// returns; when this throws, nothing of it can be read, now or later.
    ///
    /// Whatever reading `content` throws, checked or not, is thrown on as it is.
    ///
    /// @param name never used before
    /// @return bytes taken in
    long put(BlobName name, InputStream content) throws IOException;

    /// A fresh stream over `length` bytes from `offset`; reads no more of the blob than a buffer beyond that.
    ///
    /// @throws StoreFailure.NotFound when there is no such blob
    InputStream open(BlobName name, long offset, long length) throws IOException;

    /// Removes a blob; harmless when it is not there.
    void delete(BlobName name);

    /// The days of which there may be blobs, in order.
    List<LocalDate> generations();

    /// Blobs of a day in order of their keys, a page at a time. Keys that are none of ours are passed over.
    ///
    /// @param after null = from the first
    List<StoredBlob> list(LocalDate generation, @Nullable BlobName after, int limit);

    /// What keeps the store from taking new blobs, in a few words that name no host; empty when nothing does. Quick,
    /// and asked at will.
    Optional<String> obstacle();

    @Override
    void close();
}
