// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.blob;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// The first bytes of another stream: no more of them, and never silently fewer. A blob that turns out shorter than
/// those who refer to it say is an error of its reader, not the end of a message.
public final class ExactStream extends FilterInputStream {
    private final long length;
    private long left;

    public ExactStream(InputStream in, long length) {
        super(in);
        this.length = length;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        if (left <= 0) {
            return -1;
        }
        int octet = in.read();
        take(octet < 0 ? octet : 1);
        return octet;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        if (left <= 0) {
            return count == 0 ? 0 : -1;
        }
        int taken = in.read(bytes, offset, (int) Math.min(count, left));
        take(taken);
        return taken;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = in.skip(Math.min(count, left));
        left -= skipped;
        return skipped;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(in.available(), left);
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void take(int count) throws EOFException {
        if (count < 0) {
            throw new EOFException("a blob ends after " + (length - left) + " of " + length + " bytes asked for");
        }
        left -= count;
    }
}
