// SPDX-License-Identifier: Apache-2.0
package org.satchel.convert;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A stream that breaks when there is more in it than there may be.
final class BoundedInput extends FilterInputStream {
    private static final int MARKER = 0xff;
    private static final int START_OF_SCAN = 0xda;

    private long bytesLeft;
    private int scansLeft;
    private int last;

    /// @param scansMax how often the marker that begins a scan of a JPEG may stand in it. ISO 10918-1 §B.2.3
    BoundedInput(InputStream in, long bytesMax, int scansMax) {
        super(in);
        this.bytesLeft = bytesMax;
        this.scansLeft = scansMax;
    }

    /// More came than may.
    static final class TooMuch extends IOException {
        private static final long serialVersionUID = 1L;

        private final String of;

        private TooMuch(String of) {
            this.of = of;
        }

        String of() {
            return of;
        }
    }

    @Override
    public int read() throws IOException {
        int next = in.read();
        if (next >= 0) {
            count(next);
        }
        return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, length);
        for (int i = offset; i < offset + count; i++) {
            count(target[i] & 0xff);
        }
        return count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(int octet) throws TooMuch {
        if (--bytesLeft < 0) {
            throw new TooMuch("bytes");
        }
        if (last == MARKER && octet == START_OF_SCAN && --scansLeft < 0) {
            throw new TooMuch("scans");
        }
        last = octet;
    }
}
