// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.deposit;

import java.util.Optional;
import org.satchel.model.Address;
import org.satchel.model.Conversations;
import org.satchel.model.FolderPath;
import org.satchel.model.Summary;

/// The folder of an object that names none: that of its conversation.
// CPM-MSG §4.1, §4.2
final class Placing {
    static final FolderPath DEFAULT = Conversations.RECORDED;

    private Placing() {}

    /// By group, else by the other party, else the default folder.
    static FolderPath of(Summary summary) {
        return group(summary).or(() -> peer(summary)).orElse(DEFAULT);
    }

    private static Optional<FolderPath> group(Summary summary) {
        boolean isGroup = summary.attribute("Is-CPM-Group")
                .filter("yes"::equalsIgnoreCase)
                .isPresent();
        var conversation = summary.attribute("Conversation-ID").flatMap(Placing::id);
        var contribution = summary.attribute("Contribution-ID").flatMap(Placing::id);
        if (!isGroup || conversation.isEmpty() || contribution.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Conversations.session(conversation.get(), contribution.get()));
    }

    private static Optional<FolderPath> peer(Summary summary) {
        boolean sent =
                summary.attribute("Direction").filter("Out"::equalsIgnoreCase).isPresent();
        return summary.attribute(sent ? "To" : "From")
                .flatMap(Address::parse)
                .map(Address::preferringTel)
                .map(Conversations::with);
    }

    private static Optional<String> id(String text) {
        return Optional.of(text.strip()).filter(id -> !id.isEmpty());
    }
}
