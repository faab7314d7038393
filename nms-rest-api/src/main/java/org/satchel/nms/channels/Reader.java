// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.channels;

import java.util.List;
import org.satchel.nms.type.Document;

/// Somebody who reads a channel: a long poll, for one answer, or a WebSocket, for as long as it is open.
///
/// A channel asks [#claim] under its lock; everything else is called outside it.
interface Reader {
    /// True when it takes the next lists: a long poll for whoever asks first, who must answer; a WebSocket as long as
    /// it is open.
    boolean claim();

    /// False when the other side has closed its connection, so that nothing written would arrive.
    boolean isAlive();

    /// True when it reads on after an answer.
    boolean stays();

    /// Hands over a `notificationList`; does not block. The next one only after `done` was told.
    ///
    /// @param lists at least one
    /// @param done told once what became of them
    void answer(List<Document> lists, Done done);

    /// Nothing comes any more: a long poll that still waits is answered empty, a WebSocket is closed, and what it
    /// has not proved to have counts as not delivered.
    void leave(Reason why);

    /// Ends the connection without an answer.
    void abort();

    /// Why a reader has to leave.
    enum Reason {
        /// It has waited for as long as it may.
        TIME_UP,
        /// The same channel is read by somebody who came later, here or at another node. OMA NMS §13.21
        NEWER,
        /// The channel is no more.
        ENDED,
        /// The server stops.
        STOPPING
    }

    /// What becomes of an answer.
    interface Done {
        void delivered();

        void failed();
    }
}
