// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.fetch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.james.imap.api.message.BodyFetchElement;
import org.apache.james.imap.api.message.SectionType;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.ImapOutput;
import org.satchel.imap.objects.Parts;
import org.satchel.model.BodyPart;
import org.satchel.model.Payload;

/// One `BODY[…]` of a FETCH: finds its bytes in the payload by the stored structure and writes them as a literal.
// RFC 3501 §6.4.5
public final class Section {
    /// A header block larger than this is not searched for fields.
    private static final int HEADER_BYTES_MAX = 1024 * 1024;

    private final SectionType type;
    private final int[] path;
    private final Set<String> fields;
    private final byte[] name;
    private final long offset;
    private final long lengthMax;

    public Section(BodyFetchElement element) {
        this.type = element.getSectionType();
        this.path = element.getPath() == null ? new int[0] : element.getPath();
        this.fields = lower(element.getFieldNames());
        var first = element.getFirstOctet();
        var most = element.getNumberOfOctets();
        this.offset = first == null ? 0 : first;
        this.lengthMax = most == null ? Long.MAX_VALUE : most;
        var answer = first == null ? element.getResponseName() : element.getResponseName() + '<' + offset + '>';
        this.name = answer.getBytes(StandardCharsets.US_ASCII);
    }

    /// True when the bytes cannot be found without the structure.
    boolean needsStructure() {
        return !(type == SectionType.CONTENT && path.length == 0);
    }

    /// Writes name, size and bytes.
    ///
    /// @param root the structure; null when it is not needed
    void write(ImapOutput out, Payload payload, @Nullable BodyPart root) throws IOException {
        out.write(name);
        if (type == SectionType.HEADER_FIELDS || type == SectionType.HEADER_NOT_FIELDS) {
            var chosen = chosenFields(payload, root);
            long from = Math.min(offset, chosen.length);
            int length = (int) Math.min(chosen.length - from, lengthMax);
            out.ascii(" {").number(length).ascii("}").crlf();
            out.write(chosen, (int) from, length);
            return;
        }
        var range = range(payload, root);
        long start = Math.min(range.start() + offset, range.end());
        long length = Math.min(range.end() - start, lengthMax);
        out.ascii(" {").number(length).ascii("}").crlf();
        if (length > 0) {
            payload.writeTo(out, start, length);
        }
    }

    /// True when the structure has the part.
    public boolean isIn(BodyPart root) {
        return Parts.find(root, path) != null;
    }

    /// The same bytes as [#write] gives.
    public InputStream open(Payload payload, BodyPart root) throws IOException {
        if (type == SectionType.HEADER_FIELDS || type == SectionType.HEADER_NOT_FIELDS) {
            var chosen = chosenFields(payload, root);
            int from = (int) Math.min(offset, chosen.length);
            return new ByteArrayInputStream(chosen, from, (int) Math.min(chosen.length - from, lengthMax));
        }
        var range = range(payload, root);
        long start = Math.min(range.start() + offset, range.end());
        return payload.open(start, Math.min(range.end() - start, lengthMax));
    }

    private record Range(long start, long end) {
        static final Range NONE = new Range(0, 0);
    }

    private Range range(Payload payload, @Nullable BodyPart root) {
        if (root == null) {
            return new Range(0, payload.size());
        }
        if (path.length == 0) {
            var extent = root.extent();
            return switch (type) {
                case HEADER -> new Range(extent.start(), extent.bodyStart());
                case TEXT -> new Range(extent.bodyStart(), payload.size());
                default -> new Range(0, payload.size());
            };
        }
        var part = Parts.find(root, path);
        if (part == null) {
            return Range.NONE;
        }
        var extent = part.extent();
        return switch (type) {
            case MIME -> new Range(extent.start(), extent.bodyStart());
            case HEADER -> part instanceof BodyPart.Nested nested ? head(nested.body()) : Range.NONE;
            case TEXT -> part instanceof BodyPart.Nested nested ? text(nested) : Range.NONE;
            default -> new Range(extent.bodyStart(), extent.end());
        };
    }

    private static Range head(BodyPart message) {
        return new Range(message.extent().start(), message.extent().bodyStart());
    }

    private static Range text(BodyPart.Nested nested) {
        return new Range(nested.body().extent().bodyStart(), nested.extent().end());
    }

    private byte[] chosenFields(Payload payload, @Nullable BodyPart root) throws IOException {
        var range = headerRange(payload, root);
        long length = range.end() - range.start();
        if (length <= 0 || length > HEADER_BYTES_MAX) {
            return new byte[0];
        }
        byte[] header;
        try (var in = payload.open(range.start(), length)) {
            header = in.readAllBytes();
        }
        var chosen = new ByteArrayOutputStream(header.length);
        boolean wanted = type == SectionType.HEADER_FIELDS;
        boolean taking = false;
        for (int at = 0; at < header.length; ) {
            int end = lineEnd(header, at);
            if (isEmpty(header, at, end)) {
                break;
            }
            boolean folded = header[at] == ' ' || header[at] == '\t';
            if (!folded) {
                taking = fields.contains(fieldName(header, at, end)) == wanted;
            }
            if (taking) {
                chosen.write(header, at, end - at);
            }
            at = end;
        }
        // the empty line that ends a header, RFC 3501 §6.4.5
        chosen.write('\r');
        chosen.write('\n');
        return chosen.toByteArray();
    }

    private Range headerRange(Payload payload, @Nullable BodyPart root) {
        if (root == null) {
            return new Range(0, payload.size());
        }
        if (path.length == 0) {
            return head(root);
        }
        return Parts.find(root, path) instanceof BodyPart.Nested nested ? head(nested.body()) : Range.NONE;
    }

    private static int lineEnd(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return bytes.length;
    }

    private static boolean isEmpty(byte[] bytes, int from, int end) {
        return bytes[from] == '\n' || (bytes[from] == '\r' && end - from == 2);
    }

    private static String fieldName(byte[] bytes, int from, int end) {
        int colon = from;
        while (colon < end && bytes[colon] != ':') {
            colon++;
        }
        return new String(bytes, from, colon - from, StandardCharsets.ISO_8859_1)
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    private static Set<String> lower(@Nullable Collection<String> names) {
        return names == null ? Set.of() : names.stream().map(Section::fieldName).collect(Collectors.toSet());
    }

    /// A field's name as James's grammar leaves it: with its quotes, if it came in quotes. RFC 3501 §9
    /// (header-fld-name)
    private static String fieldName(String name) {
        boolean quoted = name.length() > 1 && name.startsWith("\"") && name.endsWith("\"");
        return (quoted ? name.substring(1, name.length() - 1) : name).toLowerCase(Locale.ROOT);
    }
}
