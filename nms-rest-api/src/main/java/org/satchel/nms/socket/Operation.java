// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.socket;

/// Kinds of frames by their number. From [#CLOSE] on they are control frames.
// RFC 6455 §5.2
final class Operation {
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    private Operation() {}
}
