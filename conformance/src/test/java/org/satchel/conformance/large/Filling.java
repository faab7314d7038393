// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.large;

import java.io.IOException;
import java.io.InputStream;
import java.util.Random;

/// Bytes without end, each known by its place alone.
final class Filling {
    /// A prime, so that no buffer of anybody begins at the same byte twice.
    private static final int TURN_BYTES = 65_521;

    private static final int LINE_BYTES = 80;
    private static final int LETTERS = 26;

    private final byte[] turn = new byte[TURN_BYTES];
    private final boolean lines;

    private Filling(long seed, boolean lines) {
        this.lines = lines;
        new Random(seed).nextBytes(turn);
    }

    /// Any bytes.
    static Filling binary(long seed) {
        return new Filling(seed, false);
    }

    /// Lines of 78 letters.
    static Filling lines(long seed) {
        return new Filling(seed, true);
    }

    byte at(long place) {
        int plain = (turn[(int) (place % TURN_BYTES)] + (int) (place / TURN_BYTES)) & 0xff;
        if (!lines) {
            return (byte) plain;
        }
        return switch ((int) (place % LINE_BYTES)) {
            case LINE_BYTES - 2 -> '\r';
            case LINE_BYTES - 1 -> '\n';
            default -> (byte) ('a' + plain % LETTERS);
        };
    }

    /// The first of them.
    InputStream open(long bytes) {
        return new InputStream() {
            private long place;

            @Override
            public int read() {
                return place == bytes ? -1 : at(place++) & 0xff;
            }

            @Override
            public int read(byte[] out, int offset, int length) {
                int count = (int) Math.min(length, bytes - place);
                for (int i = 0; i < count; i++) {
                    out[offset + i] = at(place++);
                }
                return count == 0 && length > 0 ? -1 : count;
            }
        };
    }

    /// Reads `bytes` of them, of which the first stands at `place`.
    ///
    /// @throws AssertionError at the first other byte, or when there are fewer
    void check(InputStream in, long place, long bytes) throws IOException {
        var piece = new byte[64 * 1024];
        long done = 0;
        while (done < bytes) {
            int count = in.read(piece, 0, (int) Math.min(piece.length, bytes - done));
            if (count < 0) {
                throw new AssertionError("ended after " + done + " of " + bytes + " bytes");
            }
            for (int i = 0; i < count; i++) {
                if (piece[i] != at(place + done + i)) {
                    throw new AssertionError("another byte at " + (place + done + i));
                }
            }
            done += count;
        }
    }
}
