// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.mailbox;

import org.apache.james.mailbox.model.MailboxId;
import org.satchel.model.FolderId;

/// A folder's identity in James's form.
public record FolderKey(FolderId folder) implements MailboxId {
    @Override
    public String serialize() {
        return Long.toString(folder.number());
    }

    static FolderId of(MailboxId id) {
        return ((FolderKey) id).folder();
    }
}
