// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.mailbox;

import org.apache.james.mailbox.model.MessageId;
import org.satchel.model.ObjectId;

/// An object's identity in James's form.
record ObjectKey(ObjectId object) implements MessageId {
    @Override
    public String serialize() {
        return Long.toString(object.number());
    }

    @Override
    public boolean isSerializable() {
        return true;
    }
}
