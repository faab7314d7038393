// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.socket;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Cuts what a client sends into frames, in whatever pieces it comes. Data frames are checked for their form and passed
/// over.
// RFC 6455 §5
final class FrameReader {
    private static final int FINAL = 0x80;
    private static final int RESERVED = 0x70;
    private static final int OPERATION = 0x0f;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7f;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int MASK_BYTES = 4;
    private static final int HEADER_BYTES_MAX = 14;
    private static final int CONTROL_BYTES_MAX = 125;

    private final long messageBytesMax;
    private final byte[] header = new byte[HEADER_BYTES_MAX];
    private int headerBytes;
    /// Of the frame whose header is complete.
    private long left;
    private byte @Nullable [] control;
    /// Octets of the message that has begun and not ended; negative = there is none.
    private long message = -1;

    /// @param messageBytesMax one message of a client
    FrameReader(long messageBytesMax) {
        this.messageBytesMax = messageBytesMax;
    }

    /// A control frame.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Control(int operation, byte[] payload) {}

    /// Reads on until a control frame is complete, or the input is used up.
    ///
    /// @return null when it is used up
    @Nullable
    Control next(ByteBuffer in) throws Violation {
        while (in.hasRemaining() || isWhole()) {
            if (isWhole()) {
                headerBytes = 0;
                if (control != null) {
                    var whole = new Control(header[0] & OPERATION, control);
                    control = null;
                    return whole;
                }
            } else if (isBegun()) {
                take(in);
            } else {
                header[headerBytes++] = in.get();
                if (isBegun()) {
                    begin();
                }
            }
        }
        return null;
    }

    private boolean isWhole() {
        return isBegun() && left == 0;
    }

    /// True when its header is complete.
    private boolean isBegun() {
        return headerBytes >= 2 && headerBytes == 2 + lengthBytes() + MASK_BYTES;
    }

    private int lengthBytes() {
        return switch (header[1] & LENGTH) {
            case LENGTH_16 -> 2;
            case LENGTH_64 -> 8;
            default -> 0;
        };
    }

    private void begin() throws Violation {
        int operation = header[0] & OPERATION;
        boolean last = (header[0] & FINAL) != 0;
        if ((header[0] & RESERVED) != 0) {
            throw new Violation(Violation.PROTOCOL, "an extension that was not agreed on");
        }
        // RFC 6455 §5.1
        if ((header[1] & MASKED) == 0) {
            throw new Violation(Violation.PROTOCOL, "a frame without mask");
        }
        left = length();
        if (left < 0) {
            throw new Violation(Violation.PROTOCOL, "a length of more than 63 bits");
        }
        switch (operation) {
            case Operation.CLOSE, Operation.PING, Operation.PONG -> {
                // RFC 6455 §5.5
                if (!last || left > CONTROL_BYTES_MAX) {
                    throw new Violation(Violation.PROTOCOL, "a control frame that is long or in pieces");
                }
                control = new byte[(int) left];
            }
            case Operation.TEXT, Operation.BINARY, Operation.CONTINUATION -> {
                // RFC 6455 §5.4
                if ((operation == Operation.CONTINUATION) != (message >= 0)) {
                    throw new Violation(Violation.PROTOCOL, "messages within each other");
                }
                long octets = Math.max(0, message) + left;
                if (left > messageBytesMax || octets > messageBytesMax) {
                    throw new Violation(Violation.TOO_BIG, "a message of more than " + messageBytesMax + " octets");
                }
                message = last ? -1 : octets;
            }
            default -> throw new Violation(Violation.PROTOCOL, "a frame of no known kind");
        }
    }

    private long length() {
        var bytes = ByteBuffer.wrap(header, 2, lengthBytes());
        return switch (lengthBytes()) {
            case 2 -> Short.toUnsignedInt(bytes.getShort());
            case 8 -> bytes.getLong();
            default -> header[1] & LENGTH;
        };
    }

    private void take(ByteBuffer in) {
        int count = (int) Math.min(left, in.remaining());
        if (control == null) {
            in.position(in.position() + count);
        } else {
            int mask = headerBytes - MASK_BYTES;
            int at = control.length - (int) left;
            for (int i = at; i < at + count; i++) {
                control[i] = (byte) (in.get() ^ header[mask + i % MASK_BYTES]);
            }
        }
        left -= count;
    }
}
