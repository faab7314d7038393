// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.searching;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.james.grammar.NumberSet;
import org.satchel.imap.james.session.Place;
import org.satchel.imap.james.session.SelectedFolder;
import org.satchel.imap.james.session.Session;
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
/// @param selected null for a folder that is searched without being selected: nothing is recent there, nothing was
/// kept,
/// and numbers are those that it would have if it were selected now
/// @param now for what is older or younger
/// @param pins what numbers and `$` mean
/// @param within the uids that are asked about; null = all
/// @param realm of the ids in this box
public record SearchScope(
        MessageBox box,
        BoxView view,
        FolderId folder,
        Listing listing,
        @Nullable SelectedFolder selected,
        Instant now,
        Pins pins,
        Query.UidIn.@Nullable Range within,
        String realm) {
    /// A folder that is not selected.
    public static SearchScope of(Place place, Instant now, String realm) {
        var folder = place.folder().id();
        var listing = place.view().listing(folder);
        return new SearchScope(place.box(), place.view(), folder, listing, null, now, new Pins(), null, realm);
    }

    /// The numbers of a search, and what was kept when it was made. They keep their meaning when it is made again.
    // RFC 5267 §4.3
    static final class Pins {
        private final Map<NumberSet, Query> numbers = new HashMap<>();
        private @Nullable Query kept;

        private Query kept(Supplier<Query> present) {
            if (kept == null) {
                kept = present.get();
            }
            return kept;
        }
    }

    /// The selected folder, for a search that was made before.
    static SearchScope again(SelectedFolder selected, BoxView view, Instant now, Pins pins, Query.UidIn.Range within) {
        var told = selected.told();
        return new SearchScope(
                selected.box(), view, selected.folder(), told, selected, now, pins, within, selected.realm());
    }

    static SearchScope ofSelected(Session session, Instant now) {
        var selected = session.selection();
        var view = selected.box().view();
        return new SearchScope(
                selected.box(),
                view,
                selected.folder(),
                selected.told(),
                selected,
                now,
                new Pins(),
                null,
                selected.realm());
    }

    public static Query.UidIn.Range range(long low, long high) {
        return new Query.UidIn.Range(Uid.of(low), Uid.of(Math.min(high, Uid.LAST.number())));
    }

    Query recent() {
        return within(selected == null ? new long[0] : selected.recents().bounds());
    }

    /// What the last search kept. RFC 5182
    Query kept() {
        return pins.kept(
                () -> within(selected == null ? new long[0] : selected.kept().bounds()));
    }

    /// Numbers that the client does not count are passed over.
    Query numbers(NumberSet set) {
        return pins.numbers.computeIfAbsent(set, this::numbered);
    }

    private Query numbered(NumberSet set) {
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
        return found().saved(from, to);
    }

    /// @param email whether it is the id of a content, or of a conversation
    Query ids(String id, boolean email) {
        return email ? found().email(id) : found().thread(id);
    }

    private FoundIds found() {
        var asked = within == null ? new Query.UidIn.Range(Uid.of(1), Uid.LAST) : within;
        return new FoundIds(view, folder, asked, realm);
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
