// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.deposit;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.satchel.nms.problem.Refusal;

/// The body of a request, refused with 413 at the first byte too many.
final class BoundedStream extends FilterInputStream {
    private final long bytesMax;
    private long bytes;

    BoundedStream(InputStream in, long bytesMax) {
        super(in);
        this.bytesMax = bytesMax;
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        counted(one < 0 ? -1 : 1);
        return one;
    }

    @Override
    public int read(byte[] out, int offset, int length) throws IOException {
        return counted(super.read(out, offset, length));
    }

    private int counted(int count) {
        bytes += Math.max(0, count);
        if (bytes > bytesMax) {
            throw Refusal.tooLarge("request of more than " + bytesMax + " bytes");
        }
        return count;
    }
}
