// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.time.Instant;
import java.util.ArrayList;
import java.util.function.Predicate;
import org.satchel.imap.objects.ObjectIds;
import org.satchel.model.BoxView;
import org.satchel.model.Entry;
import org.satchel.model.FolderId;
import org.satchel.model.Listing;
import org.satchel.model.Query;
import org.satchel.model.StoredObject;

/// Finds the objects of one folder by ids and by when they were saved: queries that the model has no word for, answered
/// with uids. A conversation is looked for in the summaries, all else in the listing.
// RFC 8474 §6, RFC 8514 §5
record FoundIds(BoxView view, FolderId folder) {
    Query email(String id) {
        var content = ObjectIds.content(id);
        return content.isEmpty()
                ? new Query.UidIn(new ArrayList<>())
                : entries(entry -> entry.content().equals(content.get()));
    }

    Query thread(String id) {
        var ranges = new ArrayList<Query.UidIn.Range>();
        Listing listing = view.listing(folder);
        int count = listing.count();
        if (count > 0) {
            view.objects(folder, listing.at(0).uid(), listing.at(count - 1).uid(), (StoredObject object) -> {
                if (ObjectIds.thread(object.summary()).filter(id::equals).isPresent()) {
                    add(ranges, object.entry());
                }
            });
        }
        return new Query.UidIn(ranges);
    }

    /// @param to behind the last instant
    Query saved(Instant from, Instant to) {
        return entries(entry -> !entry.saved().isBefore(from) && entry.saved().isBefore(to));
    }

    private Query entries(Predicate<Entry> wanted) {
        var ranges = new ArrayList<Query.UidIn.Range>();
        view.listing(folder).forEach(entry -> {
            if (wanted.test(entry)) {
                add(ranges, entry);
            }
        });
        return new Query.UidIn(ranges);
    }

    private static void add(ArrayList<Query.UidIn.Range> ranges, Entry entry) {
        ranges.add(new Query.UidIn.Range(entry.uid(), entry.uid()));
    }
}
