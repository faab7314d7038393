// SPDX-License-Identifier: Apache-2.0
/// WebSockets on Jetty's connections: the handshake, frames out, and of frames in what a server needs that only speaks.
///
/// What a client says is read and checked for its form, and passed over. Reads strangers' bytes: nothing is kept of a
/// data frame, and no more than 125 octets of a control frame. Holds no thread and no buffer while nothing comes.
///
/// Lock order: that of one connection's output, inside which nothing is called.
@NullMarked
package org.satchel.nms.socket;

import org.jspecify.annotations.NullMarked;
