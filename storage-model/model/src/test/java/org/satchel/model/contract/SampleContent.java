// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.contract;

import java.io.IOException;
import java.io.InputStream;
import java.util.Random;

/// Content of any length that is made while it is read, in pieces of odd sizes, and may fail on the way. Byte `n`
/// of it is always the same, so that any range can be told.
public final class SampleContent extends InputStream {
    private static final int PIECE_BYTES_MAX = 20_000;

    private final long length;
    private final Ending ending;
    private final Random pieces = new Random(7);
    private long given;

    /// What happens behind the last byte.
    private interface Ending {
        int end() throws IOException;
    }

    private SampleContent(long length, Ending ending) {
        this.length = length;
        this.ending = ending;
    }

    public static SampleContent of(long length) {
        return new SampleContent(length, () -> -1);
    }

    public static SampleContent failing(long length, IOException failure) {
        return new SampleContent(length, () -> {
            throw failure;
        });
    }

    public static SampleContent failing(long length, RuntimeException failure) {
        return new SampleContent(length, () -> {
            throw failure;
        });
    }

    /// What a range of such a content is.
    public static byte[] range(long offset, int length) {
        var bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = at(offset + i);
        }
        return bytes;
    }

    /// Bytes read so far.
    public long given() {
        return given;
    }

    @Override
    public int read() throws IOException {
        return given == length ? ending.end() : at(given++) & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (given == length) {
            return ending.end();
        }
        int piece = (int) Math.min(Math.min(count, 1 + pieces.nextInt(PIECE_BYTES_MAX)), length - given);
        for (int i = 0; i < piece; i++) {
            bytes[offset + i] = at(given + i);
        }
        given += piece;
        return piece;
    }

    private static byte at(long index) {
        // The middle bits of a product look like noise.
        return (byte) (((index + 1) * 0x9E3779B97F4A7C15L) >>> 29);
    }
}
