// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder.sip;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.satchel.recorder.RecorderLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a connection brings, as the stack gets to read it: whole messages within the limits, and nothing else.
///
/// The stack takes a message whose connection ends in the middle of the body for a whole one, filled up with zeros, and
/// allocates a body
/// by its announced length. So framing is done here, before it: what is too large, cut off or not framed never reaches
/// it, and is
/// answered with the protocol's own status where there is somebody to answer. RFC 3261 §18.3
final class WholeMessages extends InputStream {
    private static final Logger LOG = LoggerFactory.getLogger(WholeMessages.class);
    private static final int CHUNK_BYTES = 8 * 1024;
    private static final int DRAIN_BYTES_MAX = 4 * 1024 * 1024;
    private static final Duration DRAIN_MAX = Duration.ofSeconds(2);
    private static final Duration ANSWERS_MAX = Duration.ofSeconds(5);

    private final FramedSocket socket;
    private final InputStream in;
    private final RecorderLimits limits;
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private int chunkAt;
    private int chunkEnd;
    private byte[] message = new byte[2 * 1024];
    private int messageAt;
    private int messageEnd;
    private boolean ended;
    private long deadline;

    WholeMessages(FramedSocket socket, InputStream in, RecorderLimits limits) {
        this.socket = socket;
        this.in = in;
        this.limits = limits;
    }

    @Override
    public int read() throws IOException {
        return ready() ? message[messageAt++] & 0xff : -1;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!ready()) {
            return -1;
        }
        int count = Math.min(length, messageEnd - messageAt);
        System.arraycopy(message, messageAt, to, offset, count);
        messageAt += count;
        return count;
    }

    @Override
    public int available() {
        return messageEnd - messageAt;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private boolean ready() throws IOException {
        if (messageAt == messageEnd && !ended) {
            messageAt = 0;
            messageEnd = 0;
            ended = !takeMessage();
            if (ended) {
                socket.awaitAnswers(ANSWERS_MAX);
            }
        }
        return messageAt < messageEnd;
    }

    /// Takes the next message into the buffer.
    ///
    /// @return false when there is no further one to let through
    private boolean takeMessage() throws IOException {
        try {
            if (!takeHead()) {
                return false;
            }
            return admit(MessageHead.parse(message, messageEnd));
        } catch (SocketTimeoutException e) {
            LOG.debug("a connection is let go: {}", e.getMessage());
            return drop();
        }
    }

    private boolean admit(MessageHead head) throws IOException {
        if (!head.isResponse()) {
            if (!head.isRequest()) {
                return drop(); // not SIP at all
            }
            var fault = head.fault();
            if (!fault.isEmpty()) {
                return refuse(head, fault);
            }
        }
        long length = head.contentLength();
        if (length == -2) {
            return refuse(head, "400 Malformed Content-Length Header");
        }
        if (length == -1 && head.hasContentType()) {
            return refuse(head, "400 Missing Content-Length Header"); // RFC 3261 §20.14: mandatory on a stream
        }
        if (length > limits.messageBytesMax()) {
            return refuse(head, "413 Request Entity Too Large");
        }
        boolean whole = takeBody((int) Math.max(0, length));
        if (whole && head.isRequest() && !head.start().startsWith("ACK ")) {
            socket.expectAnswer();
        }
        return whole;
    }

    /// Start line and headers with the empty line; blank lines before them are passed over. RFC 3261 §7.5
    private boolean takeHead() throws IOException {
        boolean begun = false;
        int line = 0;
        socket.setSoTimeout(millis(limits.idleMax()));
        while (true) {
            int b = next(begun);
            if (b < 0) {
                return false;
            }
            if (!begun) {
                if (b == '\r' || b == '\n') {
                    continue;
                }
                begun = true;
                deadline = System.nanoTime() + limits.readTimeout().toNanos();
            }
            if (messageEnd == limits.headerBytesMax()) {
                return refuse(MessageHead.parse(message, messageEnd), "513 Message Too Large");
            }
            room(1);
            message[messageEnd++] = (byte) b;
            if (b == '\n') {
                if (line == 0) {
                    return true;
                }
                line = 0;
            } else if (b != '\r') {
                line++;
            }
        }
    }

    private boolean takeBody(int length) throws IOException {
        room(length);
        int missing = length;
        while (missing > 0) {
            if (chunkAt == chunkEnd && !fill(true)) {
                LOG.debug("a connection ended {} bytes before its message", missing);
                return drop();
            }
            int count = Math.min(missing, chunkEnd - chunkAt);
            System.arraycopy(chunk, chunkAt, message, messageEnd, count);
            chunkAt += count;
            messageEnd += count;
            missing -= count;
        }
        return true;
    }

    private int next(boolean begun) throws IOException {
        if (chunkAt == chunkEnd && !fill(begun)) {
            return -1;
        }
        return chunk[chunkAt++] & 0xff;
    }

    /// @param begun a message has begun: its time is running
    private boolean fill(boolean begun) throws IOException {
        if (begun) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException("a message took too long");
            }
            socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, left));
        }
        int count = in.read(chunk, 0, chunk.length);
        chunkAt = 0;
        chunkEnd = Math.max(0, count);
        return count > 0;
    }

    private void room(int bytes) {
        if (message.length - messageEnd < bytes) {
            message = Arrays.copyOf(message, Math.max(2 * message.length, messageEnd + bytes));
        }
    }

    /// Answers what cannot be let through, then reads a little on, so that the answer is not lost to a reset.
    private boolean refuse(MessageHead head, String statusAndReason) throws IOException {
        drop();
        if (!head.isRequest() || head.start().startsWith("ACK ")) {
            return false;
        }
        LOG.debug("a message is refused: {}", statusAndReason);
        socket.awaitAnswers(ANSWERS_MAX);
        socket.getOutputStream().write(head.answer(statusAndReason).getBytes(StandardCharsets.UTF_8));
        socket.shutdownOutput();
        long end = System.nanoTime() + DRAIN_MAX.toNanos();
        socket.setSoTimeout(millis(DRAIN_MAX));
        int drained = 0;
        while (drained < DRAIN_BYTES_MAX && System.nanoTime() < end) {
            int count = in.read(chunk, 0, chunk.length);
            if (count < 0) {
                break;
            }
            drained += count;
        }
        return false;
    }

    private boolean drop() {
        messageAt = 0;
        messageEnd = 0;
        return false;
    }

    private static int millis(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, duration.toMillis());
    }
}
