// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.memory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.satchel.model.Attribute;
import org.satchel.model.Draft;
import org.satchel.model.MessageBox;
import org.satchel.model.Payload;
import org.satchel.model.SmallPayload;
import org.satchel.model.StoreFailure;
import org.satchel.model.Summary;
import org.satchel.model.mime.Summarizer;

/// A draft whose bytes are on the heap. Versions with further attributes share what says whether it was deposited.
final class MemoryDraft implements Draft {
    private static final int PIECE_BYTES = 16 * 1024;

    private final MessageBox box;
    private final Payload payload;
    private final Summary summary;
    private final AtomicBoolean deposited;

    MemoryDraft(MessageBox box, Payload payload, Summary summary) {
        this(box, payload, summary, new AtomicBoolean());
    }

    private MemoryDraft(MessageBox box, Payload payload, Summary summary, AtomicBoolean deposited) {
        this.box = box;
        this.payload = payload;
        this.summary = summary;
        this.deposited = deposited;
    }

    /// Reads a draft to its end.
    static MemoryDraft read(MessageBox box, InputStream content, long bytesMax) throws IOException {
        var summarizer = new Summarizer();
        var bytes = new ByteArrayOutputStream(PIECE_BYTES);
        var piece = new byte[PIECE_BYTES];
        int length = content.read(piece);
        while (length >= 0) {
            if (bytes.size() + (long) length > bytesMax) {
                throw new StoreFailure.TooLarge("object of more than " + bytesMax + " bytes");
            }
            bytes.write(piece, 0, length);
            summarizer.write(piece, 0, length);
            length = content.read(piece);
        }
        return new MemoryDraft(box, new SmallPayload(bytes.toByteArray()), summarizer.finish());
    }

    /// Marks drafts as deposited, all or none; the caller holds their box.
    ///
    /// @throws IllegalStateException when one belongs to another box or was deposited before
    static void claim(MessageBox box, Collection<Draft> drafts) {
        Set<AtomicBoolean> marks = new HashSet<>();
        for (var draft : drafts) {
            if (!(draft instanceof MemoryDraft mine)
                    || !mine.box.equals(box)
                    || mine.deposited.get()
                    || !marks.add(mine.deposited)) {
                throw new IllegalStateException("draft of another box, or deposited before");
            }
        }
        marks.forEach(mark -> mark.set(true));
    }

    @Override
    public Payload payload() {
        return payload;
    }

    @Override
    public Summary summary() {
        return summary;
    }

    @Override
    public Draft withAttributes(List<Attribute> more) {
        return new MemoryDraft(box, payload, summary.withAttributes(more), deposited);
    }

    /// Nothing to free but memory.
    @Override
    public void close() {}
}
