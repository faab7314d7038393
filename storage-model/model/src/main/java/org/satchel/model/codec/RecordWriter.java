// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.codec;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes one record: numbers as varints, strings once each.
///
/// A string is a varint whose lowest two bits say how it goes on: 0 null (0), UTF-16 (4), or a word of the vocabulary;
/// 1 Latin-1 and 2 UTF-8 of
/// that length; 3 the same as an earlier one of this record, by its number among those of at least [#REPEATABLE_CHARS]
/// characters.
final class RecordWriter {
    static final int REPEATABLE_CHARS = 4;
    static final int WIDE = 1;
    static final int FIRST_WORD = 2;

    private byte[] bytes;
    private int length;
    private @Nullable Map<String, Integer> seen;

    RecordWriter(int version, int bytesExpected) {
        this.bytes = new byte[bytesExpected];
        bits(version);
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /// One byte.
    void bits(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    /// Any long; short when it is small and not negative.
    void number(long value) {
        reserve(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /// Any long; short when it is near zero.
    void signed(long value) {
        number(value << 1 ^ value >> 63);
    }

    void instant(Instant instant) {
        signed(instant.getEpochSecond());
        number(instant.getNano());
    }

    void optional(@Nullable Instant instant) {
        bits(instant == null ? 0 : 1);
        if (instant != null) {
            instant(instant);
        }
    }

    void strings(Collection<String> values) {
        list(values, this::string);
    }

    <T> void list(Collection<T> values, Consumer<T> each) {
        number(values.size());
        values.forEach(each);
    }

    void string(@Nullable String value) {
        if (value == null) {
            number(0);
            return;
        }
        var word = Vocabulary.NUMBERS.get(value);
        if (word != null) {
            number((long) (word + FIRST_WORD) << 2);
            return;
        }
        if (value.length() >= REPEATABLE_CHARS) {
            if (seen == null) {
                seen = new HashMap<>();
            }
            var earlier = seen.putIfAbsent(value, seen.size());
            if (earlier != null) {
                number((long) earlier << 2 | 3);
                return;
            }
        }
        literal(value);
    }

    private void literal(String value) {
        var latin1 = value.getBytes(StandardCharsets.ISO_8859_1);
        // To make it and compare takes less time than to look at each character.
        if (value.equals(new String(latin1, StandardCharsets.ISO_8859_1))) {
            number((long) latin1.length << 2 | 1);
            append(latin1);
        } else if (isUnicode(value)) {
            var utf8 = value.getBytes(StandardCharsets.UTF_8);
            number((long) utf8.length << 2 | 2);
            append(utf8);
        } else {
            number(WIDE << 2);
            number(value.length());
            for (int i = 0; i < value.length(); i++) {
                bits(value.charAt(i) >> 8);
                bits(value.charAt(i));
            }
        }
    }

    /// False when half a surrogate pair stands alone, which UTF-8 cannot hold.
    private static boolean isUnicode(String value) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(value);
    }

    private void append(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    private void reserve(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
        }
    }
}
