// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.blob;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.satchel.model.StoreFailure;

/// Blobs by name. Safe for any number of threads and processes.
///
/// What the store cannot do now is [StoreFailure.Unavailable], or [StoreFailure.DiskFull] when it says that it has
/// no room; each call ends within the limits of its implementation, and none holds more than a bounded part of a
/// blob in memory.
public interface BlobStore extends AutoCloseable {
    /// Takes in a blob to the end of `content`, which is not empty. It is durable, and there as a whole, when this
    /// returns; when this throws, no part of it can be read, now or later. Where the answer of a store was lost,
    /// the whole of it may turn out to be there: under a name that nobody will ever refer to, so that it is
    /// collected.
    ///
    /// Whatever reading `content` throws, checked or not, is thrown on as it is.
    ///
    /// @param name never used before
    /// @return bytes taken in
    long put(BlobName name, InputStream content) throws IOException;

    /// A fresh stream over `length` bytes from `offset`; reads no more of the blob than a buffer beyond that. A
    /// blob that ends before is an EOFException, here or when it is read.
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

    /// Removes what puts that never came to their end have left behind since before `before`: those of processes
    /// that were killed. No list shows it, and it takes room.
    ///
    /// @param before so long ago that such a put is no longer under way
    /// @return how many such leavings were removed
    default int discardUnfinished(Instant before) {
        return 0;
    }

    /// What keeps the store from taking new blobs, in a few words that name no host; empty when nothing does.
    /// Quick, and asked at will.
    Optional<String> obstacle();

    @Override
    void close();
}
