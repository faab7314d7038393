// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.codec;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads what [RecordWriter] wrote. Takes no more memory than the bytes that are left can fill.
final class RecordReader {
    private final String what;
    private final byte[] bytes;
    private int at;
    private int version;
    private String[] seen = new String[8];
    private int seenCount;

    private RecordReader(String what, byte[] bytes) {
        this.what = what;
        this.bytes = bytes;
    }

    /// Reads a whole record of one version.
    ///
    /// @throws CorruptRecord for every fault, also when bytes are left over
    static <T> T read(String what, int version, byte[] bytes, Function<RecordReader, T> body) {
        return read(what, version, version, bytes, body);
    }

    /// The same of several versions, see [#version()].
    static <T> T read(String what, int oldest, int newest, byte[] bytes, Function<RecordReader, T> body) {
        var reader = new RecordReader(what, bytes);
        int found = reader.bits();
        if (found < oldest || found > newest) {
            throw reader.corrupt("version " + found + "; this program knows version " + newest);
        }
        reader.version = found;
        try {
            var value = body.apply(reader);
            if (reader.at != bytes.length) {
                throw reader.corrupt("bytes left over");
            }
            return value;
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException refused) {
            throw new CorruptRecord(what + " at byte " + reader.at + ": " + refused.getMessage(), refused);
        }
    }

    int version() {
        return version;
    }

    CorruptRecord corrupt(String why) {
        return new CorruptRecord(what + " at byte " + at + " of " + bytes.length + ": " + why);
    }

    int bits() {
        need(1);
        return bytes[at++] & 0xff;
    }

    boolean flag() {
        return bits() != 0;
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            need(1);
            byte b = bytes[at++];
            value |= (b & 0x7FL) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw corrupt("number does not end");
    }

    long signed() {
        long value = number();
        return value >>> 1 ^ -(value & 1);
    }

    int intNumber() {
        long value = number();
        if (value != (int) value) {
            throw corrupt("number is out of range: " + value);
        }
        return (int) value;
    }

    Instant instant() {
        return Instant.ofEpochSecond(signed(), number());
    }

    @Nullable
    Instant optionalInstant() {
        return flag() ? instant() : null;
    }

    List<String> strings() {
        return list(this::string);
    }

    <T> List<T> list(Supplier<T> each) {
        int count = length(number());
        if (count == 0) {
            return List.of();
        }
        if (count == 1) {
            return List.of(each.get());
        }
        var values = new ArrayList<T>(count);
        for (int i = 0; i < count; i++) {
            values.add(each.get());
        }
        return values;
    }

    String string() {
        var value = optionalString();
        if (value == null) {
            throw corrupt("string is missing");
        }
        return value;
    }

    @Nullable
    String optionalString() {
        long tag = number();
        long rest = tag >>> 2;
        return switch ((int) tag & 3) {
            case 0 ->
                rest == 0 ? null : rest == RecordWriter.WIDE ? keep(wide()) : word(rest - RecordWriter.FIRST_WORD);
            case 1 -> keep(text(length(rest), StandardCharsets.ISO_8859_1));
            case 2 -> keep(text(length(rest), StandardCharsets.UTF_8));
            default -> earlier(rest);
        };
    }

    private String text(int count, Charset charset) {
        var text = new String(bytes, at, count, charset);
        at += count;
        return text;
    }

    private String wide() {
        int count = length(number());
        need(2L * count);
        var chars = new char[count];
        for (int i = 0; i < count; i++) {
            chars[i] = (char) (bits() << 8 | bits());
        }
        return new String(chars);
    }

    private String word(long number) {
        if (number < 0 || number >= Vocabulary.STRINGS.size()) {
            throw corrupt("no such word: " + number);
        }
        return Vocabulary.STRINGS.get((int) number);
    }

    private String earlier(long number) {
        if (number < 0 || number >= seenCount) {
            throw corrupt("no such earlier string: " + number);
        }
        return seen[(int) number];
    }

    private String keep(String text) {
        if (text.length() >= RecordWriter.REPEATABLE_CHARS) {
            if (seenCount == seen.length) {
                seen = Arrays.copyOf(seen, seenCount * 2);
            }
            seen[seenCount++] = text;
        }
        return text;
    }

    /// A count of things that take at least one byte each.
    private int length(long count) {
        if (count < 0 || count > bytes.length - at) {
            throw corrupt("length " + count + " is more than what is left");
        }
        return (int) count;
    }

    private void need(long count) {
        if (count > bytes.length - at) {
            throw corrupt("cut short");
        }
    }
}
