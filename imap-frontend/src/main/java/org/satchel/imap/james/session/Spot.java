// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.session;

import org.satchel.model.FolderPath;
import org.satchel.model.MessageBox;

/// Where a name leads, whether there is a folder or not.
public record Spot(MessageBox box, FolderPath path) {
    public boolean isIn(MessageBox other) {
        return box.id().equals(other.id());
    }
}
