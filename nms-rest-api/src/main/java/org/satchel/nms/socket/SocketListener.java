// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.socket;

/// Who speaks over a WebSocket, and is told what becomes of it. Called on threads that must not wait.
public interface SocketListener {
    /// From now on frames can be sent. Called first, and once.
    void opened(SocketConnection connection);

    /// The client has answered a ping, or sent a pong unasked.
    ///
    /// @param payload at most 125 octets
    void pong(byte[] payload);

    /// The connection is closing: nothing that is sent now arrives.
    void closing();

    /// The connection is no more. Called last, and once.
    void closed();
}
