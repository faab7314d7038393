// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/// Compresses what leaves for a client.
///
/// A compressor weighs a quarter of a mebibyte, so a line that waits holds none: it is borrowed when answers leave and
/// given back when they have left. Each time the history begins anew, which costs little where answers are long, and
/// keeps one answer's content from showing in the size of another's.
// RFC 4978, RFC 1951
final class Deflation extends OutputStream {
    private static final int BUFFER_BYTES = 4 * 1024;

    private final OutputStream line;
    private final DeflaterPool pool;
    private final byte[] out = new byte[BUFFER_BYTES];
    private @Nullable Deflater borrowed;

    Deflation(OutputStream line, DeflaterPool pool) {
        this.line = line;
        this.pool = pool;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        var deflater = borrowed;
        if (deflater == null) {
            deflater = pool.take();
            borrowed = deflater;
        }
        deflater.setInput(bytes, offset, length);
        while (!deflater.needsInput()) {
            pass(deflater, Deflater.NO_FLUSH);
        }
    }

    /// Lets all out that was written: the client can read it without waiting for more.
    @Override
    public void flush() throws IOException {
        var deflater = borrowed;
        if (deflater != null) {
            boolean more = true;
            while (more) {
                more = pass(deflater, Deflater.SYNC_FLUSH);
            }
            release();
        }
        line.flush();
    }

    void release() {
        if (borrowed != null) {
            pool.give(borrowed);
            borrowed = null;
        }
    }

    /// @return whether the buffer was too small for all that there is
    private boolean pass(Deflater deflater, int flush) throws IOException {
        int count = deflater.deflate(out, 0, out.length, flush);
        line.write(out, 0, count);
        return count == out.length;
    }
}
