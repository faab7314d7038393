// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.channels;

import java.util.List;
import org.satchel.nms.type.NmsEventList;

/// Somebody who waits at a channel. Answered once, by whoever claims it first.
interface Poll {
    /// True for the first caller, who must answer.
    boolean claim();

    /// False when the other side has closed its connection, so that nothing written would arrive.
    boolean isAlive();

    /// Writes a `notificationList`; does not block.
    ///
    /// @param lists may be empty
    /// @param done told whether everything was written
    void answer(List<NmsEventList> lists, Done done);

    /// Ends the connection without an answer.
    void abort();

    /// What becomes of an answer.
    interface Done {
        void written();

        void failed();
    }
}
