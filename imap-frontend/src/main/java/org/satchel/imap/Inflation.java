// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap;

import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Undoes the client's compression of what it sends.
///
/// Holds one window and one small buffer, whatever a client sends: what a few bytes blow up to comes out piece by
/// piece, and meets the same limits as bytes that were sent plainly.
// RFC 4978, RFC 1951
final class Inflation implements AutoCloseable {
    private static final int BUFFER_BYTES = 2 * 1024;

    private final Source source;
    private final Inflater inflater = new Inflater(true);
    private final byte[] buffer = new byte[BUFFER_BYTES];

    /// Where compressed bytes come from; waits for them.
    @FunctionalInterface
    interface Source {
        /// @return how many; -1 when the client has gone
        int read(byte[] target, int offset, int length) throws IOException;
    }

    Inflation(Source source) {
        this.source = source;
    }

    /// @param early what came before anybody read compressed bytes
    Inflation(Source source, byte[] early) {
        this(source);
        inflater.setInput(early);
    }

    /// @return how many bytes; -1 when the client has gone, or ended the compressed stream
    int read(byte[] target, int offset, int length) throws IOException {
        try {
            while (true) {
                int count = inflater.inflate(target, offset, length);
                if (count > 0) {
                    return count;
                }
                if (inflater.finished() || inflater.needsDictionary()) {
                    return -1;
                }
                int fresh = source.read(buffer, 0, buffer.length);
                if (fresh < 0) {
                    return -1;
                }
                inflater.setInput(buffer, 0, fresh);
            }
        } catch (DataFormatException garbage) {
            throw new IOException("client sent what is not compressed", garbage);
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
