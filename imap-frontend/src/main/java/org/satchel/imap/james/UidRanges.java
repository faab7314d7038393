// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.MessageRange;
import org.satchel.model.BoxTransaction;
import org.satchel.model.BoxView;
import org.satchel.model.FolderId;
import org.satchel.model.Uid;

/// Uids between James's ranges and the model.
final class UidRanges {
    private UidRanges() {}

    /// The uids of the range that are in the folder.
    static List<Uid> in(BoxView view, FolderId folder, MessageRange range) {
        var listing = view.listing(folder);
        long first = range.getType() == MessageRange.Type.ALL
                ? 1
                : range.getUidFrom().asLong();
        boolean open = range.getType() == MessageRange.Type.ALL || range.getType() == MessageRange.Type.FROM;
        long last = open ? Uid.LAST.number() : range.getUidTo().asLong();
        var uids = new ArrayList<Uid>();
        if (first > Uid.LAST.number()) {
            return uids;
        }
        int from = listing.ceiling(Uid.of(Math.max(first, 1)));
        int to = last >= Uid.LAST.number() ? listing.count() : listing.ceiling(Uid.of(last + 1));
        listing.forEach(from, Math.max(from, to), entry -> uids.add(entry.uid()));
        return uids;
    }

    static List<MessageRange> of(Collection<BoxTransaction.Copied> copied) {
        return MessageRange.toRanges(copied.stream()
                .map(copy -> MessageUid.of(copy.entry().uid().number()))
                .toList());
    }
}
