// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import org.satchel.model.FolderPath;
import org.satchel.model.MessageBox;

/// Where a name leads, whether there is a folder or not.
record Spot(MessageBox box, FolderPath path) {
    boolean isIn(MessageBox other) {
        return box.id().equals(other.id());
    }
}
