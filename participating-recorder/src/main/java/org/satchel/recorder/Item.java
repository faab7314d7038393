// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import org.satchel.model.BoxId;
import org.satchel.model.Conversations;
import org.satchel.model.Flags;
import org.satchel.model.FolderPath;
import org.satchel.model.mime.Identity;

/// One message as one box is to hold it: a leg of a request that was checked.
///
/// @param request with the identities that were assigned
record Item(SipRequest request, Content content, Parties parties, Ids ids) {
    /// @throws Refusal when an identity is malformed
    static Item of(SipRequest request, Content content, Parties parties, RecorderLimits limits) {
        var ids = Ids.of(request, content, parties, limits);
        return new Item(ids.into(request, content), content, parties, ids);
    }

    /// The other leg of the same message.
    Item arriving(BoxId recipientBox) {
        return new Item(request, content, parties.arriving(request, recipientBox), ids);
    }

    /// False for what is only sent on. CPM-MSG §5.5: notifications of processing are not kept.
    boolean isRecorded() {
        return switch (content) {
            case Content.Wrapped wrapped -> true;
            case Content.Bare bare -> true;
            case Content.Notification(var cpim, var imdn) -> imdn.disposition() != Imdn.Disposition.PROCESSING;
            case Content.Composing composing -> false;
        };
    }

    /// Where it goes: the conversation with the other end. CPM-MSG §4.1, §4.2
    FolderPath folder() {
        return Conversations.with(parties.peer());
    }

    // CPM-MSG §6.3 rule 5
    Flags flags() {
        boolean seen = parties.direction() == Direction.SENT || content instanceof Content.Notification;
        return seen ? Flags.of(Flags.SEEN) : Flags.NONE;
    }

    /// A name of the message in this box, the same whenever it is recorded.
    String name() {
        var kind = content instanceof Content.Notification ? "imdn" : "message";
        return parties.direction().word() + '/' + kind + '/' + Digest.of(ids.imdn(), sender());
    }

    /// What a notification from the box's owner is about: it came from the one whom the notification goes to.
    Identity original(String originalId) {
        return Identity.ofMessage(false, originalId, parties.recipient().uri());
    }

    private String sender() {
        return parties.direction() == Direction.SENT
                ? parties.box().text()
                : parties.sender().uri();
    }
}
