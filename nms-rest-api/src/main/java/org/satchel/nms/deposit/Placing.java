// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.deposit;

import java.util.Optional;
import org.satchel.model.Address;
import org.satchel.model.FolderPath;
import org.satchel.model.Summary;

/// The folder of an object that names none: that of its conversation.
// CPM-MSG §4.1, §4.2
final class Placing {
    static final FolderPath DEFAULT = new FolderPath("Default");

    private Placing() {}

    /// By group, else by the other party, else the default folder.
    static FolderPath of(Summary summary) {
        return group(summary).or(() -> peer(summary)).orElse(DEFAULT);
    }

    private static Optional<FolderPath> group(Summary summary) {
        boolean isGroup = summary.attribute("Is-CPM-Group")
                .filter("yes"::equalsIgnoreCase)
                .isPresent();
        var conversation = summary.attribute("Conversation-ID").flatMap(Placing::name);
        var contribution = summary.attribute("Contribution-ID").flatMap(Placing::name);
        if (!isGroup || conversation.isEmpty() || contribution.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(DEFAULT.child(conversation.get()).child(contribution.get()));
    }

    private static Optional<FolderPath> peer(Summary summary) {
        boolean sent =
                summary.attribute("Direction").filter("Out"::equalsIgnoreCase).isPresent();
        return summary.attribute(sent ? "To" : "From")
                .flatMap(Address::parse)
                .map(Address::preferringTel)
                .flatMap(address -> name(address.uri()))
                .map(DEFAULT::child);
    }

    /// An id as a folder name: what IMAP or the tree would read otherwise is escaped.
    private static Optional<String> name(String id) {
        var out = new StringBuilder(id.length());
        for (char c : id.strip().toCharArray()) {
            if (c < ' ' || c == 0x7f || "/%*\"\\".indexOf(c) >= 0) {
                out.append(String.format("%%%02X", (int) c));
            } else {
                out.append(c);
            }
        }
        boolean fits = !out.isEmpty() && out.length() <= FolderPath.NAME_BYTES_MAX / 4;
        return fits ? Optional.of(out.toString()) : Optional.empty();
    }
}
