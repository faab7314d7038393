// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a client sends, as bytes. Before it waits for the client it lets the answers out; while more is there to be
/// read, they gather.
///
/// Waits with a small buffer of its own; a client that sends much at once gets a borrowed large one until it pauses.
public final class ImapInput extends InputStream {
    private static final int SMALL_BYTES = 256;

    private final BufferPool pool;
    private final ImapOutput output;
    private final byte[] small = new byte[SMALL_BYTES];
    private InputStream source;
    private @Nullable Inflation inflation;
    private byte @Nullable [] large;
    private byte[] buffer = small;
    private int position;
    private int end;
    private boolean lastFilledAll;
    private boolean flushes = true;

    ImapInput(InputStream source, ImapOutput output, BufferPool pool) {
        this.source = source;
        this.output = output;
        this.pool = pool;
    }

    /// @return the next byte, or -1 when the client has gone
    @Override
    public int read() throws IOException {
        if (position == end && !fill()) {
            return -1;
        }
        return buffer[position++] & 0xff;
    }

    /// @return the next byte without taking it, or -1 when the client has gone
    public int peek() throws IOException {
        if (position == end && !fill()) {
            return -1;
        }
        return buffer[position] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (position == end) {
            if (length >= SMALL_BYTES) {
                return pull(target, offset, length);
            }
            if (!fill()) {
                return -1;
            }
        }
        int count = Math.min(length, end - position);
        System.arraycopy(buffer, position, target, offset, count);
        position += count;
        return count;
    }

    /// Whether answers are let out before waiting. Not while another thread writes them.
    public void flushesOutput(boolean wanted) {
        flushes = wanted;
    }

    /// Bytes that are here already, without asking the line.
    public int buffered() {
        return end - position;
    }

    /// True when nothing has come yet of what is read next, as far as can be seen without waiting.
    public boolean mustWait() throws IOException {
        return position == end && source.available() == 0;
    }

    /// Goes on with another source, after a handshake. What was buffered is forgotten: it was not protected.
    void replace(InputStream newSource) {
        source = newSource;
        position = 0;
        end = 0;
    }

    /// Goes on with what the same source says, compressed. What was buffered was sent after the client had heard that.
    void inflate() {
        inflation = new Inflation(this::await, Arrays.copyOfRange(buffer, position, end));
        position = 0;
        end = 0;
    }

    /// Goes on with what the same source says plainly, once the client has ended its compression.
    void expand() {
        if (inflation == null) {
            return;
        }
        byte[] rest = inflation.rest();
        inflation.close();
        inflation = null;
        var plain = Arrays.copyOf(Arrays.copyOfRange(buffer, position, end), end - position + rest.length);
        System.arraycopy(rest, 0, plain, end - position, rest.length);
        release();
        buffer = plain;
        end = plain.length;
        lastFilledAll = false;
    }

    void release() {
        if (large != null) {
            pool.give(large);
            large = null;
        }
        buffer = small;
        position = 0;
        end = 0;
    }

    /// To be called at the end of the connection: gives back what is held outside the heap, too.
    void end() {
        release();
        if (inflation != null) {
            inflation.close();
        }
    }

    private int pull(byte[] target, int offset, int length) throws IOException {
        return inflation == null ? await(target, offset, length) : inflation.read(target, offset, length);
    }

    private int await(byte[] target, int offset, int length) throws IOException {
        if (flushes && source.available() == 0) {
            output.flush();
        }
        return source.read(target, offset, length);
    }

    private boolean fill() throws IOException {
        if (lastFilledAll) {
            if (large == null) {
                large = pool.take();
            }
            buffer = large;
        } else {
            release();
        }
        position = 0;
        end = 0;
        int count = pull(buffer, 0, buffer.length);
        if (count <= 0) {
            return false;
        }
        end = count;
        lastFilledAll = count == buffer.length;
        return true;
    }
}
