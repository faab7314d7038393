// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection that has become a WebSocket: the side of the server.
///
/// Frames are sent in the order in which they were given; nobody waits for that. Of pongs only the last one is sent
/// that
/// is owed, so that a client that asks without reading makes nothing pile up.
// RFC 6455 §5, §7
public final class SocketConnection extends AbstractConnection implements Connection.UpgradeTo {
    private static final Logger LOG = LoggerFactory.getLogger(SocketConnection.class);
    private static final int INPUT_BYTES = 1024;
    private static final int MESSAGE_BYTES_MAX = 64 * 1024;
    private static final int FINAL = 0x80;
    private static final int CONTROL_BYTES_MAX = 125;

    private final ByteBufferPool buffers;
    private final SocketListener listener;
    private final FrameReader frames = new FrameReader(MESSAGE_BYTES_MAX);
    private final Output output = new Output();
    private ByteBuffer first = BufferUtil.EMPTY_BUFFER;
    /// True when nothing that the client says counts any more.
    private boolean deaf;

    SocketConnection(EndPoint endPoint, Connector connector, SocketListener listener) {
        super(endPoint, connector.getExecutor());
        this.buffers = connector.getByteBufferPool();
        this.listener = listener;
        // They count connections.
        connector.getEventListeners().forEach(this::addEventListener);
    }

    /// Sends a message of one frame.
    public void text(byte[] utf8) {
        output.send(Operation.TEXT, utf8);
    }

    /// @param payload at most 125 octets; comes back in the pong
    public void ping(byte[] payload) {
        output.send(Operation.PING, payload);
    }

    /// Says that this is the end, and waits for the client to say so, too; [#abort] ends that.
    ///
    /// @param reason short; for whoever looks for the fault
    public void close(int code, String reason) {
        output.close(farewell(code, reason), false);
    }

    /// Ends the connection without a word.
    public void abort() {
        getEndPoint().close();
    }

    @Override
    public void onUpgradeTo(ByteBuffer unread) {
        first = unread;
    }

    @Override
    public void onOpen() {
        super.onOpen();
        // Who lives is found out by pings.
        getEndPoint().setIdleTimeout(0);
        listener.opened(this);
        hear(first);
        first = BufferUtil.EMPTY_BUFFER;
        if (getEndPoint().isOpen()) {
            fillInterested();
        }
    }

    @Override
    public void onFillable() {
        var buffer = buffers.acquire(INPUT_BYTES, true);
        try {
            while (getEndPoint().isOpen()) {
                buffer.clear();
                int filled = getEndPoint().fill(buffer.getByteBuffer());
                if (filled < 0) {
                    getEndPoint().close();
                } else if (filled == 0) {
                    fillInterested();
                    return;
                } else {
                    hear(buffer.getByteBuffer());
                }
            }
        } catch (IOException failure) {
            getEndPoint().close(failure);
        } finally {
            buffer.release();
        }
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        super.onClose(cause);
        output.close();
        listener.closed();
    }

    private void hear(ByteBuffer in) {
        try {
            for (var frame = deaf ? null : frames.next(in); frame != null; frame = deaf ? null : frames.next(in)) {
                switch (frame.operation()) {
                    case Operation.PING -> output.pong(frame.payload());
                    case Operation.PONG -> listener.pong(frame.payload());
                    default -> {
                        // RFC 6455 §5.5.1: the answer has the same code
                        deaf = true;
                        listener.closing();
                        output.close(Arrays.copyOf(frame.payload(), Math.min(2, frame.payload().length)), true);
                    }
                }
            }
        } catch (Violation violation) {
            LOG.debug("a WebSocket is closed: {}", violation.getMessage());
            deaf = true;
            listener.closing();
            // What is under way is read and thrown away until the client has closed: else it would not see the code.
            output.close(farewell(violation.code(), violation.getMessage()), false);
        }
    }

    // RFC 6455 §5.5.1
    private static byte[] farewell(int code, @Nullable String reason) {
        var text = (reason == null ? "" : reason).getBytes(UTF_8);
        var bytes = new byte[Math.min(2 + text.length, CONTROL_BYTES_MAX)];
        bytes[0] = (byte) (code >> 8);
        bytes[1] = (byte) code;
        System.arraycopy(text, 0, bytes, 2, bytes.length - 2);
        return bytes;
    }

    // RFC 6455 §5.2: a server masks nothing
    private static ByteBuffer header(int operation, int length) {
        var header = ByteBuffer.allocate(10).put((byte) (FINAL | operation));
        if (length < 126) {
            header.put((byte) length);
        } else if (length < 1 << 16) {
            header.put((byte) 126).putShort((short) length);
        } else {
            header.put((byte) 127).putLong(length);
        }
        return header.flip();
    }

    /// What is to be written.
    private final class Output extends IteratingCallback {
        private final List<ByteBuffer> waiting = new ArrayList<>();
        private byte @Nullable [] pong;
        private boolean closed;
        private boolean thenEnd;

        void send(int operation, byte[] payload) {
            synchronized (waiting) {
                if (!closed) {
                    add(operation, payload);
                }
            }
            iterate();
        }

        void pong(byte[] payload) {
            synchronized (waiting) {
                pong = payload;
            }
            iterate();
        }

        /// Sends a close frame, unless one was sent.
        ///
        /// @param end whether the connection ends when everything is written
        void close(byte[] payload, boolean end) {
            synchronized (waiting) {
                if (!closed) {
                    add(Operation.CLOSE, payload);
                    closed = true;
                }
                thenEnd |= end;
            }
            iterate();
        }

        private void add(int operation, byte[] payload) {
            waiting.add(header(operation, payload.length));
            waiting.add(ByteBuffer.wrap(payload));
        }

        @Override
        protected Action process() {
            ByteBuffer[] writing;
            boolean end;
            synchronized (waiting) {
                if (pong != null && !closed) {
                    add(Operation.PONG, pong);
                }
                pong = null;
                writing = waiting.toArray(ByteBuffer[]::new);
                waiting.clear();
                end = thenEnd;
            }
            if (writing.length > 0) {
                getEndPoint().write(this, writing);
                return Action.SCHEDULED;
            }
            if (end) {
                getEndPoint().close();
            }
            return Action.IDLE;
        }

        @Override
        protected void onCompleteFailure(Throwable cause) {
            getEndPoint().close(cause);
        }
    }
}
