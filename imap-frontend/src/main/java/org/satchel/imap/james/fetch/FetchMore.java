// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.fetch;

import java.io.IOException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.ImapOutput;
import org.satchel.imap.james.grammar.Wire;
import org.satchel.imap.objects.DecodedPart;
import org.satchel.model.Payload;
import org.satchel.model.Summary;

/// Writes the items of [FetchExtras]; a FETCH without them never comes here.
final class FetchMore {
    private final FetchExtras extras;
    private final ImapOutput out;
    private boolean metUnknown;

    FetchMore(FetchExtras extras, ImapOutput out) {
        this.extras = extras;
        this.out = out;
    }

    boolean readsParts() {
        return extras.readsParts();
    }

    /// True when some object was left out because a part of it is encoded in a way that nobody here knows.
    boolean metUnknown() {
        return metUnknown;
    }

    /// Whether every part that is asked for can be decoded.
    // RFC 3516 §4.3
    boolean decodes(Summary summary) {
        boolean unknown = Stream.concat(extras.sizes().stream(), extras.binaries().stream())
                .anyMatch(binary -> DecodedPart.isUnknown(summary, binary.path()));
        metUnknown |= unknown;
        return !unknown;
    }

    /// Writes at least one item.
    ///
    /// @param payload null when no part is asked for
    void write(Summary summary, @Nullable Payload payload) throws IOException {
        boolean first = true;
        if (extras.preview()) {
            // RFC 8970 §3.2
            out.ascii("PREVIEW ");
            Wire.string(out, summary.preview());
            first = false;
        }
        if (payload == null) {
            return;
        }
        for (var size : extras.sizes()) {
            out.ascii(first ? "" : " ").ascii(size.name());
            first = false;
            var part = DecodedPart.find(summary, payload, size.path());
            out.ascii(" ").number(part.isEmpty() ? 0 : part.get().size(payload));
        }
        for (var binary : extras.binaries()) {
            out.ascii(first ? "" : " ").ascii(binary.name());
            first = false;
            var part = DecodedPart.find(summary, payload, binary.path());
            if (part.isEmpty()) {
                out.ascii(" NIL");
            } else {
                bytes(part.get(), payload, binary);
            }
        }
    }

    /// Always as a literal that may hold any byte: what is in the part is known only when it was decoded.
    private void bytes(DecodedPart part, Payload payload, FetchExtras.Binary binary) throws IOException {
        long size = part.size(payload);
        long from = Math.min(binary.offset(), size);
        long count = Math.min(size - from, binary.lengthMax());
        out.ascii(" ~{").number(count).ascii("}").crlf();
        if (count > 0) {
            part.writeTo(out, payload, from, count);
        }
    }
}
