// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the server says, gathered in one borrowed buffer that leaves when it is full or flushed.
public final class ImapOutput extends OutputStream {
    private static final int QUOTED_MAX = 4096;

    private final BufferPool pool;
    private final Runnable writeBegins;
    private final Runnable writeEnds;
    private Settling settling = () -> {};
    private OutputStream sink;
    private byte @Nullable [] buffer;
    private int count;
    private boolean unflushed;

    ImapOutput(OutputStream sink, BufferPool pool, Runnable writeBegins, Runnable writeEnds) {
        this.sink = sink;
        this.pool = pool;
        this.writeBegins = writeBegins;
        this.writeEnds = writeEnds;
    }

    /// Adds what is still owed when everything is to leave.
    @FunctionalInterface
    public interface Settling {
        void settle() throws IOException;
    }

    /// Who is asked for what is still owed before the answers leave.
    public void settledBy(Settling other) {
        settling = other;
    }

    @Override
    public void write(int value) throws IOException {
        var target = space(1);
        target[count++] = (byte) value;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        var target = space(Math.min(length, 1));
        if (length <= target.length - count) {
            System.arraycopy(bytes, offset, target, count, length);
            count += length;
            return;
        }
        drain();
        if (length < target.length) {
            System.arraycopy(bytes, offset, target, 0, length);
            count = length;
        } else {
            send(bytes, offset, length);
        }
    }

    /// Writes text of which every character is ASCII; others become `?`.
    public ImapOutput ascii(String text) throws IOException {
        int length = text.length();
        if (length > 1024) {
            write(text.getBytes(StandardCharsets.US_ASCII));
            return this;
        }
        var target = space(length);
        int at = count;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            target[at++] = (byte) (c < 0x80 ? c : '?');
        }
        count = at;
        return this;
    }

    /// Writes text in quotes when every character of it may stand there as it is.
    ///
    /// @return false when nothing was written, because some character may not, or because the text is long
    public boolean quoted(String text) throws IOException {
        int length = text.length();
        if (length > QUOTED_MAX) {
            return false;
        }
        var target = space(length + 2);
        int at = count;
        target[at++] = '"';
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7f || c == '"' || c == '\\') {
                return false;
            }
            target[at++] = (byte) c;
        }
        target[at++] = '"';
        count = at;
        return true;
    }

    /// Writes text in quotes and in capitals under the same condition as [#quoted].
    public boolean quotedCapitals(String text) throws IOException {
        if (!quoted(text)) {
            return false;
        }
        var target = space(0);
        for (int i = count - text.length() - 2; i < count; i++) {
            byte b = target[i];
            if (b >= 'a' && b <= 'z') {
                target[i] = (byte) (b - 32);
            }
        }
        return true;
    }

    /// Writes text in UTF-8.
    public ImapOutput utf8(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /// Writes a number in decimal, not negative.
    public ImapOutput number(long value) throws IOException {
        var target = space(20);
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        int at = count + digits;
        count = at;
        long rest = value;
        do {
            target[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest != 0);
        return this;
    }

    public ImapOutput crlf() throws IOException {
        var target = space(2);
        target[count++] = '\r';
        target[count++] = '\n';
        return this;
    }

    /// Lets out what was gathered, and what is owed. Does nothing when there is nothing.
    @Override
    public void flush() throws IOException {
        settling.settle();
        drain();
        if (unflushed) {
            unflushed = false;
            writeBegins.run();
            try {
                sink.flush();
            } finally {
                writeEnds.run();
            }
        }
        release();
    }

    /// Throws away what was gathered and gives the buffer back.
    void release() {
        count = 0;
        if (buffer != null) {
            pool.give(buffer);
            buffer = null;
        }
    }

    void replace(OutputStream newSink) {
        sink = newSink;
    }

    private byte[] space(int bytes) throws IOException {
        var target = buffer;
        if (target == null) {
            target = pool.take();
            buffer = target;
        }
        if (target.length - count < bytes) {
            drain();
        }
        return target;
    }

    private void drain() throws IOException {
        if (count > 0 && buffer != null) {
            int length = count;
            count = 0;
            send(buffer, 0, length);
        }
    }

    private void send(byte[] bytes, int offset, int length) throws IOException {
        unflushed = true;
        writeBegins.run();
        try {
            sink.write(bytes, offset, length);
        } finally {
            writeEnds.run();
        }
    }
}
