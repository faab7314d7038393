// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.convert;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A stream that breaks when it is longer than it may be.
final class BoundedInput extends FilterInputStream {
    private long left;

    BoundedInput(InputStream in, long bytesMax) {
        super(in);
        this.left = bytesMax;
    }

    /// More came than may.
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public int read() throws IOException {
        int next = in.read();
        if (next >= 0) {
            count(1);
        }
        return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, length);
        if (count > 0) {
            count(count);
        }
        return count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(int bytes) throws TooLong {
        left -= bytes;
        if (left < 0) {
            throw new TooLong();
        }
    }
}
