// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.ImapOutput;
import org.satchel.imap.reference.References;
import org.satchel.model.BodyPart;
import org.satchel.model.text.TransferEncoding;

/// Writes what a URL names: as it is stored, decoded, or its structure. The bytes are streamed.
// RFC 4467 §7, RFC 5524 §3.2
final class UrlContent {
    private static final Set<String> ENCODINGS = Set.of("7bit", "8bit", "binary", "base64", "quoted-printable");

    private final ImapOutput out;
    private final References.Found found;

    UrlContent(ImapOutput out, References.Found found) {
        this.out = out;
        this.found = found;
    }

    /// @param items empty = the bytes alone
    void write(List<UrlCommands.Item> items) throws IOException {
        if (items.isEmpty()) {
            body();
            return;
        }
        for (var item : items) {
            out.ascii(" (").ascii(item.name());
            switch (item) {
                case BODYPARTSTRUCTURE -> structure();
                case BODY -> body();
                case BINARY -> binary();
            }
            out.write(')');
        }
    }

    /// A header has no structure of its own, nor has a whole message as long as nobody asked for its part.
    private void structure() throws IOException {
        out.write(' ');
        var part = found.place().part();
        if (part == null) {
            out.ascii("NIL");
        } else {
            new Structure(out, false).write(part, true);
        }
    }

    private void body() throws IOException {
        stored(" {");
    }

    /// @param open how the literal begins: with a tilde it may hold any byte
    // RFC 4466 §4 (literal8)
    private void stored(String open) throws IOException {
        long from = Math.min(found.place().start() + offset(), found.place().end());
        long length = Math.min(found.place().end() - from, lengthMax());
        out.ascii(open).number(length).ascii("}").crlf();
        if (length > 0) {
            found.payload().writeTo(out, from, length);
        }
    }

    private void binary() throws IOException {
        var encoding = encoding(found.place().part());
        if (encoding == null) {
            out.ascii(" NIL");
            return;
        }
        if (encoding == TransferEncoding.IDENTITY) {
            stored(" ~{");
            return;
        }
        // the size goes first, so the part is decoded twice rather than held
        long decoded;
        try (var in = decoded(encoding)) {
            decoded = in.transferTo(OutputStream.nullOutputStream());
        }
        long from = Math.min(offset(), decoded);
        long length = Math.min(decoded - from, lengthMax());
        out.ascii(" ~{").number(length).ascii("}").crlf();
        try (var in = decoded(encoding)) {
            in.skipNBytes(from);
            copy(in, length);
        }
    }

    private void copy(InputStream in, long length) throws IOException {
        var chunk = new byte[8 * 1024];
        for (long left = length; left > 0; ) {
            int count = in.read(chunk, 0, (int) Math.min(chunk.length, left));
            if (count < 0) {
                throw new IOException("a part became shorter while it was read");
            }
            out.write(chunk, 0, count);
            left -= count;
        }
    }

    private InputStream decoded(TransferEncoding encoding) throws IOException {
        var place = found.place();
        return encoding.decode(found.payload().open(place.start(), place.end() - place.start()));
    }

    /// @return null when nobody knows how to decode it
    private static @Nullable TransferEncoding encoding(@Nullable BodyPart part) {
        if (!(part instanceof BodyPart.Leaf leaf)) {
            return TransferEncoding.IDENTITY;
        }
        var name = leaf.head().encoding().strip();
        return ENCODINGS.contains(name.toLowerCase(Locale.ROOT)) ? TransferEncoding.named(name) : null;
    }

    private long offset() {
        return found.range() == null ? 0 : found.range().offset();
    }

    private long lengthMax() {
        return found.range() == null || found.range().length() == 0
                ? Long.MAX_VALUE
                : found.range().length();
    }
}
