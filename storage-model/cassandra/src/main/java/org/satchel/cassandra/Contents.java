// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.satchel.model.ContentId;
import org.satchel.model.Payload;
import org.satchel.model.SmallPayload;
import org.satchel.model.StoreFailure;
import org.satchel.model.blob.BlobName;
import org.satchel.model.blob.BlobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What objects are made of, in the table and in the blob store: written under fresh ids, read by them, and let go when
/// no object of the box refers to them.
final class Contents {
    private static final Logger LOG = LoggerFactory.getLogger(Contents.class);

    private static final int RELEASED_TOGETHER = 256;

    private final ContentTable table;
    private final IndexTables index;
    private final BlobStore blobs;
    private final Executor threads;

    Contents(ContentTable table, IndexTables index, BlobStore blobs, Executor threads) {
        this.threads = threads;
        this.table = table;
        this.index = index;
        this.blobs = blobs;
    }

    ContentTable table() {
        return table;
    }

    BlobStore blobs() {
        return blobs;
    }

    /// Begins to write what drafts hold that is not in the blob store already.
    List<CompletableFuture<AsyncResultSet>> put(UUID box, Collection<CassandraDraft> drafts) {
        var incoming = new ArrayList<ContentTable.Incoming>(drafts.size());
        for (var draft : drafts) {
            var small = draft.payload() instanceof SmallPayload bytes ? ByteBuffer.wrap(bytes.bytes()) : null;
            incoming.add(new ContentTable.Incoming(
                    draft.content(), draft.nextVersion(), draft.summary(), small, draft.blob()));
        }
        return table.put(box, incoming);
    }

    /// @throws StoreFailure.NotFound when it was let go
    Payload payload(UUID box, ContentId content, long size) {
        var place = table.payload(box, content).orElseThrow(() -> gone(content));
        var inRow = place.payload();
        if (inRow != null) {
            return new SmallPayload(ContentTable.bytes(inRow));
        }
        var blob = place.blob();
        if (blob != null) {
            return new BlobPayload(blobs, blob, size);
        }
        if (size == 0) {
            return new SmallPayload(new byte[0]);
        }
        throw gone(content);
    }

    /// Removes contents whose last object may have gone.
    void release(UUID box, Collection<ContentId> candidates) {
        var all = List.copyOf(candidates);
        for (int from = 0; from < all.size(); from += RELEASED_TOGETHER) {
            var some = all.subList(from, Math.min(all.size(), from + RELEASED_TOGETHER));
            var shared =
                    some.stream().map(content -> index.isShared(box, content)).toList();
            var gone = new ArrayList<ContentId>();
            for (int i = 0; i < some.size(); i++) {
                if (!Database.await(shared.get(i))) {
                    gone.add(some.get(i));
                }
            }
            var blobs = gone.stream().map(content -> table.blob(box, content)).toList();
            var named = blobs.stream().map(Database::await).toList();
            Database.awaitAll(
                    gone.stream().map(content -> table.delete(box, content)).toList());
            named.forEach(blob -> blob.ifPresent(this::delete));
        }
    }

    /// The same, without keeping the caller.
    void deleteLater(BlobName blob) {
        try {
            threads.execute(() -> delete(blob));
        } catch (RejectedExecutionException closing) {
            LOG.debug("a blob is left to the collector: {}", closing.getMessage());
        }
    }

    /// Removes a blob that nothing refers to; what cannot be removed now is left to the collector.
    void delete(BlobName blob) {
        try {
            blobs.delete(blob);
        } catch (RuntimeException left) {
            LOG.debug("a blob is left to the collector: {}", left.getMessage());
        }
    }

    /// Those of `names` that some content has as its payload.
    ///
    /// @param readsMax questions under way at a time
    Set<BlobName> referenced(Collection<BlobName> names, int readsMax) {
        var referenced = new HashSet<BlobName>();
        var left = names.iterator();
        while (left.hasNext()) {
            var asked = new LinkedHashMap<BlobName, CompletableFuture<Boolean>>();
            while (left.hasNext() && asked.size() < readsMax) {
                var name = left.next();
                asked.put(name, table.names(name));
            }
            asked.forEach((name, answer) -> {
                if (Database.await(answer)) {
                    referenced.add(name);
                }
            });
        }
        return referenced;
    }

    /// Removes all contents of a box that is gone, and their blobs.
    ///
    /// @param nextObject number of the object that would have been the next
    void erase(UUID box, long nextObject) {
        table.erase(box, nextObject, (content, blob) -> {
            Database.await(index.unshare(box, content));
            blob.ifPresent(this::delete);
        });
    }

    private static StoreFailure.NotFound gone(ContentId content) {
        return new StoreFailure.NotFound("content " + content.number());
    }

    /// A payload in the blob store.
    record BlobPayload(BlobStore blobs, BlobName blob, long size) implements Payload {
        @Override
        public InputStream open(long offset, long length) throws java.io.IOException {
            Objects.checkFromIndexSize(offset, length, size);
            return length == 0 ? InputStream.nullInputStream() : blobs.open(blob, offset, length);
        }
    }
}
