// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.searching;

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
import org.satchel.model.Uid;

/// Finds the objects of one folder by ids and by when they were saved: queries that the model has no word for, answered
/// with uids. A conversation is looked for in the summaries, all else in the listing.
///
/// @param within uids that are looked at
/// @param realm of the ids in this box
// RFC 8474 §6, RFC 8514 §5
record FoundIds(BoxView view, FolderId folder, Query.UidIn.Range within, String realm) {
    Query email(String id) {
        var content = ObjectIds.content(id, realm);
        return content.isEmpty()
                ? new Query.UidIn(new ArrayList<>())
                : entries(entry -> entry.content().equals(content.get()));
    }

    Query thread(String id) {
        var ranges = new ArrayList<Query.UidIn.Range>();
        Listing listing = view.listing(folder);
        int from = from(listing);
        int to = to(listing);
        if (from < to) {
            view.objects(folder, listing.at(from).uid(), listing.at(to - 1).uid(), (StoredObject object) -> {
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
        var listing = view.listing(folder);
        listing.forEach(from(listing), to(listing), entry -> {
            if (wanted.test(entry)) {
                add(ranges, entry);
            }
        });
        return new Query.UidIn(ranges);
    }

    private int from(Listing listing) {
        return listing.ceiling(within.first());
    }

    private int to(Listing listing) {
        var last = within.last();
        return last.equals(Uid.LAST) ? listing.count() : listing.ceiling(Uid.of(last.number() + 1));
    }

    private static void add(ArrayList<Query.UidIn.Range> ranges, Entry entry) {
        ranges.add(new Query.UidIn.Range(entry.uid(), entry.uid()));
    }
}
