// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Reads the start of a stream into memory that fits what is there: most of what is stored is short.
public final class FirstBytes {
    private static final int LEAST = 256;
    private static final int STEP_MAX = 64 * 1024;

    private FirstBytes() {}

    /// All bytes up to `max`; fewer only when the stream has ended.
    public static byte[] of(InputStream in, int max) throws IOException {
        // One byte more than is told lets the end be seen without growing.
        var bytes = new byte[Math.min(max, Math.clamp(in.available() + 1L, LEAST, STEP_MAX))];
        int length = 0;
        while (true) {
            int count = in.readNBytes(bytes, length, bytes.length - length);
            length += count;
            if (length < bytes.length || length == max) {
                return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(max, length * 2L));
        }
    }
}
