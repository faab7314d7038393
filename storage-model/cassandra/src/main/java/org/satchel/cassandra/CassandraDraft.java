// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Attribute;
import org.satchel.model.ContentId;
import org.satchel.model.Draft;
import org.satchel.model.Payload;
import org.satchel.model.StoreFailure;
import org.satchel.model.Summary;

/// A draft under its content id: its bytes are in memory when they are few, and in the blob store when they are many.
///
/// Versions with further attributes share one fate: deposited once, closed once.
final class CassandraDraft implements Draft {
    private final UUID box;
    private final ContentId content;
    private final Payload payload;
    private final Summary summary;
    private final Fate fate;

    CassandraDraft(UUID box, ContentId content, Payload payload, Summary summary, Contents contents, long deadline) {
        this(box, content, payload, summary, new Fate(contents, blob(payload), deadline));
    }

    private CassandraDraft(UUID box, ContentId content, Payload payload, Summary summary, Fate fate) {
        this.box = box;
        this.content = content;
        this.payload = payload;
        this.summary = summary;
        this.fate = fate;
    }

    UUID box() {
        return box;
    }

    /// For the next time that its row is written: after a lost race it may have other attributes.
    long nextVersion() {
        return fate.nextVersion();
    }

    @Override
    public ContentId content() {
        return content;
    }

    @Override
    public Payload payload() {
        return payload;
    }

    org.satchel.model.blob.@Nullable BlobName blob() {
        return blob(payload);
    }

    @Override
    public Summary summary() {
        return summary;
    }

    @Override
    public Draft withAttributes(List<Attribute> more) {
        return new CassandraDraft(box, content, payload, summary.withAttributes(more), fate);
    }

    /// @throws IllegalStateException when it was deposited, or closed, before
    /// @throws StoreFailure.Conflict when it is too old: a collector may be about to take it for garbage
    void claim() {
        fate.claim();
    }

    /// The write that claimed it came to nothing: it may be deposited again, unless it was closed.
    void giveBack() {
        fate.giveBack();
    }

    @Override
    public void close() {
        fate.close();
    }

    private static org.satchel.model.blob.@Nullable BlobName blob(Payload payload) {
        return payload instanceof Contents.BlobPayload large ? large.blob() : null;
    }

    /// Guarded by itself.
    private static final class Fate {
        private final Contents contents;
        private final org.satchel.model.blob.@Nullable BlobName blob;
        private final long deadline;
        private boolean deposited;
        private boolean closed;
        private long version;

        /// @param deadline by [System#nanoTime]
        Fate(Contents contents, org.satchel.model.blob.@Nullable BlobName blob, long deadline) {
            this.contents = contents;
            this.blob = blob;
            this.deadline = deadline;
        }

        synchronized void claim() {
            if (blob != null && closed) {
                throw new IllegalStateException("draft is deposited after it was closed");
            }
            if (deposited) {
                throw new IllegalStateException("draft is deposited twice");
            }
            if (System.nanoTime() - deadline > 0) {
                throw new StoreFailure.Conflict("the object was taken in too long ago");
            }
            deposited = true;
        }

        synchronized long nextVersion() {
            return ++version;
        }

        void giveBack() {
            synchronized (this) {
                deposited = false;
                if (!closed) {
                    return;
                }
            }
            drop();
        }

        void close() {
            synchronized (this) {
                boolean first = !closed;
                closed = true;
                if (!first || deposited) {
                    return;
                }
            }
            drop();
        }

        private void drop() {
            if (blob != null) {
                contents.deleteLater(Objects.requireNonNull(blob));
            }
        }
    }
}
