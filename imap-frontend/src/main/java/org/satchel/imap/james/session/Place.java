// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.session;

import java.util.Set;
import org.satchel.model.BoxView;
import org.satchel.model.Folder;
import org.satchel.model.MessageBox;
import org.satchel.model.Right;
import org.satchel.model.StoreFailure;

/// A folder that a client named: the box it is in, that box as it was looked at, and what the client may do there.
///
/// @param rights as they were at that moment; a write is checked again by the box
public record Place(MessageBox box, BoxView view, Folder folder, Set<Right> rights) {
    /// @throws StoreFailure.NotPermitted without this right
    public Place demanding(Right right) {
        if (!rights.contains(right)) {
            throw new StoreFailure.NotPermitted(
                    right.name() + " in folder " + folder.id().number());
        }
        return this;
    }

    public boolean isIn(MessageBox other) {
        return box.id().equals(other.id());
    }
}
