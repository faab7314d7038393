// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap;

import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Undoes the client's compression of what it sends.
///
/// Holds one window and one small buffer, whatever a client sends: what a few bytes blow up to comes out piece by
/// piece, and meets the same limits as bytes that were sent plainly. It reads up to where the client has flushed and no
/// further before that was asked for: what comes behind may be plain again.
// RFC 4978, RFC 1951
final class Inflation implements AutoCloseable {
    private static final int BUFFER_BYTES = 2 * 1024;
    private static final int MARK_BYTES = 4;

    private final Source source;
    private final Inflater inflater = new Inflater(true);
    private byte[] buffer;
    private int position;
    private int end;

    /// Bytes of the mark of a flush that were seen last.
    private int matched;

    /// Where compressed bytes come from; waits for them.
    @FunctionalInterface
    interface Source {
        /// @return how many; -1 when the client has gone
        int read(byte[] target, int offset, int length) throws IOException;
    }

    /// @param early what came before anybody read compressed bytes
    Inflation(Source source, byte[] early) {
        this.source = source;
        this.buffer = early;
        this.end = early.length;
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
                if (position == end && !fill()) {
                    return -1;
                }
                int flushed = behindFlush();
                inflater.setInput(buffer, position, flushed - position);
                position = flushed;
            }
        } catch (DataFormatException garbage) {
            throw new IOException("client sent what is not compressed", garbage);
        }
    }

    /// What the client sent behind the end of what is compressed. To be called when all that was is read.
    byte[] rest() {
        try {
            inflater.inflate(new byte[1]);
        } catch (DataFormatException garbage) {
            // only the end of a flush can be left, and nobody misses it
        }
        int from = inflater.finished() ? position - inflater.getRemaining() : position;
        return Arrays.copyOfRange(buffer, from, end);
    }

    private boolean fill() throws IOException {
        if (buffer.length != BUFFER_BYTES) {
            buffer = new byte[BUFFER_BYTES];
        }
        position = 0;
        end = 0;
        int fresh = source.read(buffer, 0, buffer.length);
        end = Math.max(fresh, 0);
        return fresh > 0;
    }

    /// Behind the next mark of a flush (an empty block, which ends with 00 00 ff ff), or behind all that is there.
    // RFC 1951 §3.2.4
    private int behindFlush() {
        for (int at = position; at < end; at++) {
            boolean zero = buffer[at] == 0;
            boolean ones = buffer[at] == (byte) 0xff;
            if (zero) {
                matched = matched == 1 || matched == 2 ? 2 : 1;
            } else {
                matched = ones && matched >= 2 ? matched + 1 : 0;
            }
            if (matched == MARK_BYTES) {
                matched = 0;
                return at + 1;
            }
        }
        return end;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
