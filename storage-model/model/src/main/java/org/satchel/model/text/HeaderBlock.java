// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The fields of one header block, in order, unfolded and otherwise as written.
///
/// A line without a colon is passed over. Bytes above 127 are read as UTF-8 where they are legal UTF-8, else as
/// Latin-1.
// RFC 5322 §2.2, RFC 6532
public final class HeaderBlock {
    /// No more of a header block than this is looked at.
    public static final int BYTES_MAX = 64 * 1024;

    public static final HeaderBlock EMPTY = new HeaderBlock(List.of());

    private final List<Field> fields;

    private HeaderBlock(List<Field> fields) {
        this.fields = fields;
    }

    /// Reads up to the first empty line or the end.
    public static HeaderBlock parse(byte[] bytes, int offset, int length) {
        int end = offset + Math.min(length, BYTES_MAX);
        var fields = new ArrayList<Field>(20);
        int start = offset;
        while (start < end) {
            int next = afterLine(bytes, start, end);
            if (isEmptyLine(bytes, start, next)) {
                break;
            }
            while (next < end && (bytes[next] == ' ' || bytes[next] == '\t')) {
                next = afterLine(bytes, next, end);
            }
            var field = field(bytes, start, next);
            if (field != null) {
                fields.add(field);
            }
            start = next;
        }
        return new HeaderBlock(List.copyOf(fields));
    }

    public List<Field> fields() {
        return fields;
    }

    /// Value of the first field of this name.
    public Optional<String> first(String name) {
        return Optional.ofNullable(firstOr(name, null));
    }

    /// Value of the first field of this name, or `otherwise`.
    public @Nullable String firstOr(String name, @Nullable String otherwise) {
        for (var field : fields) {
            if (field.name.equalsIgnoreCase(name)) {
                return field.value;
            }
        }
        return otherwise;
    }

    public List<String> all(String name) {
        var values = new ArrayList<String>();
        for (var field : fields) {
            if (field.name.equalsIgnoreCase(name)) {
                values.add(field.value);
            }
        }
        return values;
    }

    private static @Nullable Field field(byte[] bytes, int start, int end) {
        int colon = start;
        while (colon < end && bytes[colon] != ':' && bytes[colon] != '\n') {
            colon++;
        }
        int nameEnd = colon;
        while (nameEnd > start && bytes[nameEnd - 1] <= ' ' && bytes[nameEnd - 1] >= 0) {
            nameEnd--;
        }
        if (colon == end || bytes[colon] != ':' || nameEnd == start) {
            return null;
        }
        return new Field(Charsets.lenient(bytes, start, nameEnd - start), value(bytes, colon + 1, end));
    }

    private static String value(byte[] bytes, int start, int end) {
        int from = start;
        int to = end;
        while (from < to && isSpace(bytes[from])) {
            from++;
        }
        while (to > from && isSpace(bytes[to - 1])) {
            to--;
        }
        for (int i = from; i < to; i++) {
            if (bytes[i] < ' ' && bytes[i] >= 0 && bytes[i] != '\t') {
                return unfolded(bytes, from, to);
            }
        }
        return Charsets.lenient(bytes, from, to - from);
    }

    /// Line ends go, the blank that follows one becomes a space; other control characters become spaces, since IMAP
    /// strings cannot hold them.
    // RFC 5322 §2.2.3
    private static String unfolded(byte[] bytes, int from, int to) {
        var clean = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '\n' || (b == '\r' && i + 1 < to && bytes[i + 1] == '\n')) {
                continue;
            }
            boolean afterFold = b == '\t' && i > from && bytes[i - 1] == '\n';
            clean[length++] = afterFold || (b < ' ' && b >= 0 && b != '\t') ? (byte) ' ' : b;
        }
        return Charsets.lenient(clean, 0, length);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    private static int afterLine(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && bytes[i] != '\n') {
            i++;
        }
        return Math.min(i + 1, end);
    }

    private static boolean isEmptyLine(byte[] bytes, int from, int next) {
        int length = next - from;
        return bytes[next - 1] == '\n' && (length == 1 || (length == 2 && bytes[from] == '\r'));
    }

    /// One field.
    public record Field(String name, String value) {}
}
