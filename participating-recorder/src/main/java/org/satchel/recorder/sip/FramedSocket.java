// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder.sip;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.satchel.recorder.RecorderLimits;

/// A connection from which only [WholeMessages] are read, and which is not let go while an answer is due on it.
///
/// The stack closes a connection as soon as its peer has sent everything, and its answers are lost. So the end is held
/// back a little.
final class FramedSocket extends Socket {
    private static final byte[] ANSWER = "SIP/2.0 ".getBytes(StandardCharsets.US_ASCII);

    private final RecorderLimits limits;
    private final Set<FramedSocket> open;
    private final Object answers = new Object();
    private @Nullable InputStream framed;
    private @Nullable OutputStream counted;
    private long due;

    /// @param open this connection takes itself out of it when it closes
    FramedSocket(RecorderLimits limits, Set<FramedSocket> open) {
        this.limits = limits;
        this.open = open;
    }

    @Override
    public synchronized InputStream getInputStream() throws IOException {
        if (framed == null) {
            framed = new WholeMessages(this, super.getInputStream(), limits);
        }
        return framed;
    }

    @Override
    public synchronized OutputStream getOutputStream() throws IOException {
        if (counted == null) {
            counted = new Counted(super.getOutputStream());
        }
        return counted;
    }

    /// Lets whoever reads see the end; harmless when it is closed.
    void endInput() {
        try {
            shutdownInput();
        } catch (IOException closed) {
            open.remove(this);
        }
    }

    /// A request was let through.
    void expectAnswer() {
        synchronized (answers) {
            due++;
        }
    }

    /// Waits until every request has its answer, or the time is over: some requests get none.
    void awaitAnswers(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (answers) {
            try {
                for (long left = patience.toMillis(); due > 0 && left > 0 && !isClosed(); ) {
                    answers.wait(left);
                    left = (deadline - System.nanoTime()) / 1_000_000;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        super.close();
        open.remove(this);
        answered(Long.MAX_VALUE);
    }

    private void answered(long count) {
        synchronized (answers) {
            due = Math.max(0, due - count);
            answers.notifyAll();
        }
    }

    private final class Counted extends FilterOutputStream {
        Counted(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            if (length >= ANSWER.length
                    && Arrays.equals(bytes, offset, offset + ANSWER.length, ANSWER, 0, ANSWER.length)) {
                answered(1);
            }
        }
    }
}
