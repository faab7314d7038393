// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.keeping;

import org.satchel.model.ChangeLog;
import org.satchel.model.Delta;
import org.satchel.model.ModSeq;

/// Where the log begins for whoever stands at a position.
final class Log {
    private Log() {}

    /// @return the position itself, or the first one behind it that the log still answers
    static ModSeq begin(ChangeLog log, ModSeq position) {
        var begin = position;
        while (log.since(begin, 1) instanceof Delta.Truncated(var oldest) && oldest.isAfter(begin)) {
            begin = oldest;
        }
        return begin;
    }
}
