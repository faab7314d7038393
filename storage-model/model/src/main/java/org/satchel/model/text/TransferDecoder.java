// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.text;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Undoes a transfer encoding piece by piece, or only counts what would come out. One use, one thread; call either
/// [#decode] or [#count].
// RFC 2045 §6
public abstract sealed class TransferDecoder {
    /// A decoded piece may be longer than its encoded piece by this much, because of what was held back before.
    public static final int SURPLUS_BYTES = 4;

    private TransferDecoder() {}

    /// @param target at least `length + SURPLUS_BYTES` long from `at`
    /// @return how many bytes were written to `target`, plus `at`
    public abstract int decode(byte[] source, int offset, int length, byte[] target, int at);

    /// Writes what was held back.
    ///
    /// @return as [#decode]
    public abstract int finish(byte[] target, int at);

    /// Counts the decoded bytes of a piece.
    public abstract void count(byte[] source, int offset, int length);

    /// All that was counted, with what was held back: exactly as much as decoding gives.
    public abstract long counted();

    static final class Identity extends TransferDecoder {
        private long bytes;

        @Override
        public int decode(byte[] source, int offset, int length, byte[] target, int at) {
            System.arraycopy(source, offset, target, at, length);
            return at + length;
        }

        @Override
        public int finish(byte[] target, int at) {
            return at;
        }

        @Override
        public void count(byte[] source, int offset, int length) {
            bytes += length;
        }

        @Override
        public long counted() {
            return bytes;
        }
    }

    /// Padding ends a group of digits, wherever it stands, so that concatenated base64 decodes too.
    static final class Base64 extends TransferDecoder {
        private static final int PAD = 1 << 20;
        private static final int PIECE_BYTES = PAD / 2;
        private static final byte[] VALUE = new byte[256];
        private static final int[] WEIGHT = new int[256];

        static {
            Arrays.fill(VALUE, (byte) -1);
            var digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
            for (int i = 0; i < digits.length(); i++) {
                VALUE[digits.charAt(i)] = (byte) i;
                WEIGHT[digits.charAt(i)] = 1;
            }
            WEIGHT['='] = PAD;
        }

        private int bits;
        private int digits;
        private long bytes;
        private long run;

        @Override
        public int decode(byte[] source, int offset, int length, byte[] target, int at) {
            int to = at;
            int from = offset;
            int end = offset + length;
            while (from < end) {
                if (digits == 0) {
                    int groups = groups(source, from, end, target, to);
                    from += groups * 4;
                    to += groups * 3;
                }
                if (from < end) {
                    to = digit(source[from++], target, to);
                }
            }
            return to;
        }

        /// Decodes whole groups of digits, up to what is no digit.
        ///
        /// @return how many
        private static int groups(byte[] source, int from, int end, byte[] target, int at) {
            int groups = (end - from) / 4;
            int to = at;
            for (int i = 0, next = from; i < groups; i++, next += 4) {
                int group = VALUE[source[next] & 0xff] << 18
                        | VALUE[source[next + 1] & 0xff] << 12
                        | VALUE[source[next + 2] & 0xff] << 6
                        | VALUE[source[next + 3] & 0xff];
                if (group < 0) { // one of them is no digit
                    return i;
                }
                target[to++] = (byte) (group >> 16);
                target[to++] = (byte) (group >> 8);
                target[to++] = (byte) group;
            }
            return groups;
        }

        private int digit(byte digit, byte[] target, int at) {
            int value = VALUE[digit & 0xff];
            if (value < 0) {
                return digit == '=' ? finish(target, at) : at;
            }
            bits = bits << 6 | value;
            if (++digits < 4) {
                return at;
            }
            target[at] = (byte) (bits >> 16);
            target[at + 1] = (byte) (bits >> 8);
            target[at + 2] = (byte) bits;
            digits = 0;
            return at + 3;
        }

        @Override
        public int finish(byte[] target, int at) {
            int to = at;
            if (digits == 2) {
                target[to++] = (byte) (bits >> 4);
            } else if (digits == 3) {
                target[to++] = (byte) (bits >> 10);
                target[to++] = (byte) (bits >> 2);
            }
            digits = 0;
            return to;
        }

        @Override
        public void count(byte[] source, int offset, int length) {
            for (int from = offset; from < offset + length; from += PIECE_BYTES) {
                int to = Math.min(from + PIECE_BYTES, offset + length);
                int sum = 0;
                for (int i = from; i < to; i++) {
                    sum += WEIGHT[source[i] & 0xff];
                }
                if (sum < PAD && sum >= 0) {
                    run += sum;
                } else {
                    countWithPadding(source, from, to);
                }
            }
        }

        private void countWithPadding(byte[] source, int from, int to) {
            for (int i = from; i < to; i++) {
                if (source[i] == '=') {
                    bytes += decodedSize(run);
                    run = 0;
                } else {
                    run += WEIGHT[source[i] & 0xff];
                }
            }
        }

        @Override
        public long counted() {
            return bytes + decodedSize(run);
        }

        private static long decodedSize(long digits) {
            return digits / 4 * 3 + digits % 4 * 6 / 8;
        }
    }

    /// An equals sign that begins no legal code stands for itself; one at the very end is a soft line break.
    static final class QuotedPrintable extends TransferDecoder {
        private enum State {
            TEXT,
            EQUALS,
            DIGIT,
            RETURN
        }

        private State state = State.TEXT;
        private byte digit;
        private long bytes;

        @Override
        public int decode(byte[] source, int offset, int length, byte[] target, int at) {
            int to = at;
            for (int i = offset; i < offset + length; i++) {
                byte b = source[i];
                if (state == State.TEXT && b != '=') {
                    target[to++] = b;
                } else {
                    to = step(b, target, to);
                }
            }
            return to;
        }

        @Override
        public int finish(byte[] target, int at) {
            int to = at;
            if (state == State.DIGIT) {
                target[to++] = '=';
                target[to++] = digit;
            }
            state = State.TEXT;
            return to;
        }

        @Override
        public void count(byte[] source, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                byte b = source[i];
                if (state == State.TEXT && b != '=') {
                    bytes++;
                } else {
                    bytes += step(b, null, 0);
                }
            }
        }

        @Override
        public long counted() {
            return bytes + (state == State.DIGIT ? 2 : 0);
        }

        /// @param target null = only count
        private int step(byte b, byte @Nullable [] target, int at) {
            return switch (state) {
                case TEXT -> plain(b, target, at);
                case EQUALS -> afterEquals(b, target, at);
                case DIGIT -> afterDigit(b, target, at);
                case RETURN -> {
                    state = State.TEXT;
                    yield b == '\n' ? at : plain(b, target, at);
                }
            };
        }

        private int afterEquals(byte b, byte @Nullable [] target, int at) {
            if (hex(b) >= 0) {
                digit = b;
                state = State.DIGIT;
                return at;
            }
            if (b == '\r' || b == '\n') {
                state = b == '\r' ? State.RETURN : State.TEXT;
                return at;
            }
            return plain(b, target, put((byte) '=', target, at));
        }

        private int afterDigit(byte b, byte @Nullable [] target, int at) {
            int low = hex(b);
            if (low < 0) {
                return plain(b, target, put(digit, target, put((byte) '=', target, at)));
            }
            state = State.TEXT;
            return put((byte) (hex(digit) << 4 | low), target, at);
        }

        private int plain(byte b, byte @Nullable [] target, int at) {
            state = b == '=' ? State.EQUALS : State.TEXT;
            return b == '=' ? at : put(b, target, at);
        }

        private static int put(byte b, byte @Nullable [] target, int at) {
            if (target != null) {
                target[at] = b;
            }
            return at + 1;
        }

        private static int hex(byte b) {
            return b < 0 ? -1 : Character.digit(b, 16);
        }
    }
}
