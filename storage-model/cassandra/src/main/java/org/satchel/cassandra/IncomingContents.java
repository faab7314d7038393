// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.satchel.model.ContentId;
import org.satchel.model.Entry;
import org.satchel.model.Payload;
import org.satchel.model.StoreFailure;
import org.satchel.model.Summary;
import org.satchel.model.blob.BlobName;
import org.satchel.model.transfer.BoxReceiver;

/// Contents of another store on their way into the tables, under the ids that they have.
final class IncomingContents {
    private static final int TOGETHER_MAX = 64;
    private static final long BYTES_MAX = 512 * 1024;

    private final UUID box;
    private final Engine engine;
    private final BoxReceiver.Tally tally;
    private final List<ContentTable.Incoming> waiting = new ArrayList<>();
    private long bytes;
    private long writerMax;
    private long writersReserved;

    IncomingContents(UUID box, Engine engine, BoxReceiver.Tally tally) {
        this.box = box;
        this.engine = engine;
        this.tally = tally;
    }

    /// @throws StoreFailure.NotFound when the payload is gone
    void take(Entry entry, Summary summary, Payload payload) {
        var content = entry.content();
        number(content);
        ByteBuffer inRow = null;
        BlobName blob = null;
        try (var in = payload.open()) {
            if (payload.size() <= engine.settings().limits().smallPayloadBytesMax()) {
                inRow = ByteBuffer.wrap(in.readAllBytes());
            } else {
                blob = BlobName.of(engine.clock().instant(), box, content);
                engine.contents().blobs().put(blob, in);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("a payload cannot be read", failure);
        }
        waiting.add(new ContentTable.Incoming(content, 1, summary, inRow, blob));
        bytes += inRow == null ? 0 : inRow.remaining();
        tally.took(1, entry.size());
        if (waiting.size() >= TOGETHER_MAX || bytes >= BYTES_MAX) {
            flush();
        }
    }

    /// The content is, or was, one of the box.
    void number(ContentId content) {
        writerMax = Math.max(writerMax, ContentIds.writer(content));
    }

    void flush() {
        Database.awaitAll(engine.contents().table().put(box, waiting));
        waiting.clear();
        bytes = 0;
    }

    /// Sees to it that no writer here ever makes an id that came from elsewhere. To be called before a commit, or
    /// a head, names what was taken.
    void reserveWriters() {
        if (writerMax > writersReserved) {
            engine.ids().reserve(writerMax);
            writersReserved = writerMax;
        }
    }
}
