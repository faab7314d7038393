// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import org.satchel.model.Change;
import org.satchel.model.Commit;

/// Which changes are worth waking a device. Answers the same for the same change, whenever it is asked.
@FunctionalInterface
public interface PushPolicy {
    /// What was received and is not yet read: new objects, copies aside, without `\Seen` and `\Deleted`.
    PushPolicy RECEIVED = (_, change) -> change instanceof Change.ObjectAdded added
            && added.source() == null
            && !added.entry().flags().seen()
            && !added.entry().flags().deleted();

    boolean isWorth(Commit commit, Change change);
}
