// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxView;
import org.satchel.model.FolderId;
import org.satchel.model.Listing;
import org.satchel.model.MessageBox;
import org.satchel.model.ObjectId;
import org.satchel.model.Query;
import org.satchel.model.Uid;

/// The folder that is searched, and what numbers, `*` and `$` are in it.
///
/// @param folder in this box
/// @param view from which all is answered
/// @param listing the objects that may be hits: those the client counts when it has the folder selected
/// @param selected null for a folder that is searched without being selected: nothing is recent there, and it has no
/// numbers
/// @param now for what is older or younger
record SearchScope(
        MessageBox box,
        BoxView view,
        FolderId folder,
        Listing listing,
        @Nullable SelectedFolder selected,
        Instant now) {
    static SearchScope ofSelected(Session session, Instant now) {
        var selected = session.selection();
        var box = session.selection().box();
        return new SearchScope(box, box.view(), selected.folder(), selected.told(), selected, now);
    }

    static Query.UidIn.Range range(long low, long high) {
        return new Query.UidIn.Range(Uid.of(low), Uid.of(Math.min(high, Uid.LAST.number())));
    }

    Query recent() {
        return within(selected == null ? new long[0] : selected.recents().bounds());
    }

    /// What the last search kept. RFC 5182
    Query kept() {
        return within(selected == null ? new long[0] : selected.kept().bounds());
    }

    /// Numbers that the client does not count are passed over.
    Query numbers(NumberSet set) {
        int count = listing.count();
        var ranges = new ArrayList<Query.UidIn.Range>();
        for (var range : set.ranges()) {
            long low = range.low() == NumberSet.STAR ? count : range.low();
            long high = Math.min(count, range.high());
            if (low >= 1 && low <= high) {
                ranges.add(new Query.UidIn.Range(
                        listing.at((int) low - 1).uid(),
                        listing.at((int) high - 1).uid()));
            }
        }
        return new Query.UidIn(ranges);
    }

    Query uids(NumberSet set) {
        int count = listing.count();
        long last = count == 0 ? 0 : listing.at(count - 1).uid().number();
        var ranges = new ArrayList<Query.UidIn.Range>();
        for (var range : set.ranges()) {
            boolean open = range.high() == NumberSet.STAR;
            long high = open ? last : range.high();
            // `*` is the last object, also when the other end is behind it
            long low = open ? Math.min(last, range.low()) : range.low();
            if (low <= high && high > 0) {
                ranges.add(range(Math.max(1, low), high));
            }
        }
        return new Query.UidIn(ranges);
    }

    // RFC 8474 §6
    Query object(String id) {
        var ranges = new ArrayList<Query.UidIn.Range>();
        if (id.matches("[1-9]\\d{0,17}")) {
            view.locate(new ObjectId(Long.parseLong(id)))
                    .filter(at -> at.folder().equals(folder))
                    .ifPresent(at -> ranges.add(new Query.UidIn.Range(at.uid(), at.uid())));
        }
        return new Query.UidIn(ranges);
    }

    // RFC 8514 §5
    Query saved(Instant from, Instant to) {
        return new FoundIds(view, folder).saved(from, to);
    }

    /// @param email whether it is the id of a content, or of a conversation
    Query ids(String id, boolean email) {
        var found = new FoundIds(view, folder);
        return email ? found.email(id) : found.thread(id);
    }

    /// @param bounds in pairs: first uid, behind the last uid
    private static Query within(long[] bounds) {
        List<Query.UidIn.Range> ranges = new ArrayList<>(bounds.length / 2);
        for (int i = 0; i < bounds.length; i += 2) {
            ranges.add(range(bounds[i], bounds[i + 1] - 1));
        }
        return new Query.UidIn(ranges);
    }
}
