// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.searching;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.james.imap.api.message.FetchData;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.fetch.Arrivals;
import org.satchel.imap.james.grammar.UidText;
import org.satchel.imap.james.session.LiveSearch;
import org.satchel.imap.james.session.SelectedFolder;
import org.satchel.imap.james.session.Session;
import org.satchel.model.BoxView;
import org.satchel.model.Listing;
import org.satchel.model.ObjectFinder;
import org.satchel.model.Query;
import org.satchel.model.Search;
import org.satchel.model.StoreFailure;
import org.satchel.model.Uid;

/// Tells what became a hit, and what ceased to be one, of the searches that a client follows. Only what changed is
/// looked at again: the log says what that is.
// RFC 5267 §4.3.2 to §4.3.4
public final class Updates {
    private final ObjectFinder finder;
    private final InstantSource clock;

    public Updates(ObjectFinder finder, InstantSource clock) {
        this.finder = finder;
        this.clock = clock;
    }

    /// Tells of hits that are gone, while the client still counts them.
    // RFC 5267 §4.3.4: before EXPUNGE
    public void gone(SelectedFolder selected, Collection<Uid> removed, Answers answers) throws IOException {
        for (var search : selected.live().all()) {
            var told = selected.told();
            int[] left = removed.stream()
                    .mapToInt(told::indexOf)
                    .filter(place -> place >= 0 && search.members().remove(place))
                    .toArray();
            write(search, left, new int[0], told, answers);
        }
    }

    /// The client will no longer count these.
    public static void closeUp(SelectedFolder selected, Collection<Uid> removed) {
        if (!selected.live().all().isEmpty()) {
            int[] places = removed.stream().mapToInt(selected.told()::indexOf).toArray();
            selected.live().all().forEach(search -> search.members().closeUp(places));
        }
    }

    /// Tells of what changed among the objects that the client counts.
    ///
    /// @param flagged uids whose flags changed
    /// @param before what the client counted before, of which nothing but its end is asked
    public void changed(
            Session session,
            SelectedFolder selected,
            BoxView view,
            Collection<Uid> flagged,
            Listing before,
            Answers answers)
            throws IOException {
        for (var search : List.copyOf(selected.live().all())) {
            var told = selected.told();
            int[] places = places(search, flagged, before, told);
            try {
                var changes = changes(search, selected, view, places);
                arrivals(search, session, view, changes.added, before, answers);
                write(search, changes.removed, changes.added, told, answers);
            } catch (StoreFailure unreadable) {
                Contexts.giveUp(search, selected, answers);
            }
        }
    }

    /// What must be looked at, ascending.
    private static int[] places(LiveSearch search, Collection<Uid> flagged, Listing before, Listing told) {
        var old = flagged.stream().mapToInt(told::indexOf);
        var fresh = IntStream.range(firstNew(before, told), told.count());
        var last = search.namesLast() && before.count() > 0
                ? IntStream.of(told.indexOf(before.at(before.count() - 1).uid()), told.count() - 1)
                : IntStream.empty();
        return IntStream.concat(IntStream.concat(old, fresh), last)
                .filter(place -> place >= 0)
                .sorted()
                .distinct()
                .toArray();
    }

    private static int firstNew(Listing before, Listing told) {
        int count = before.count();
        if (count == 0) {
            return 0;
        }
        long last = before.at(count - 1).uid().number();
        return last == Uid.LAST.number() ? told.count() : told.ceiling(Uid.of(last + 1));
    }

    private Changes changes(LiveSearch search, SelectedFolder selected, BoxView view, int[] places) {
        var changes = new Changes(places.length);
        for (int from = 0; from < places.length; from += Hits.PAGE) {
            int[] some = Arrays.copyOfRange(places, from, Math.min(places.length, from + Hits.PAGE));
            var matching = matching(search, selected, view, some);
            for (int place : some) {
                var uid = selected.told().at(place).uid();
                if (matching.contains(uid)) {
                    changes.add(search.members().add(place), place);
                } else if (view.listing(selected.folder()).indexOf(uid) >= 0) {
                    changes.remove(search.members().remove(place), place);
                }
            }
        }
        changes.end();
        return changes;
    }

    private Set<Uid> matching(LiveSearch search, SelectedFolder selected, BoxView view, int[] places) {
        var told = selected.told();
        var ranges = new ArrayList<Query.UidIn.Range>();
        for (int i = 0; i < places.length; ) {
            int last = i;
            while (last + 1 < places.length && places[last + 1] == places[last] + 1) {
                last++;
            }
            ranges.add(new Query.UidIn.Range(
                    told.at(places[i]).uid(), told.at(places[last]).uid()));
            i = last + 1;
        }
        var within = new Query.UidIn.Range(
                ranges.getFirst().first(), ranges.getLast().last());
        var query = new Query.And(
                List.of(new Query.UidIn(ranges), search.condition().in(selected, view, clock.instant(), within)));
        var matching = new HashSet<Uid>();
        finder.find(view, Search.in(selected.folder(), query))
                .forEach(hit -> matching.add(hit.entry().uid()));
        return matching;
    }

    /// New objects only: what became a hit by its flags is not fetched.
    // RFC 5465 §7
    private static void arrivals(
            LiveSearch search, Session session, BoxView view, int[] added, Listing before, Answers answers)
            throws IOException {
        FetchData fetch = search.form().arrivals();
        if (fetch == null) {
            return;
        }
        var told = session.selection().told();
        var arrivals = new Arrivals(fetch, session, answers);
        int first = firstNew(before, told);
        for (int place : added) {
            if (place >= first) {
                arrivals.one(place + 1, told.at(place), view);
            }
        }
    }

    private static void write(LiveSearch search, int[] removed, int[] added, Listing told, Answers answers)
            throws IOException {
        if (removed.length == 0 && added.length == 0) {
            return;
        }
        var out = answers.out();
        out.ascii("* ESEARCH (TAG \"").ascii(search.tag()).ascii("\"");
        out.utf8(search.form().place()).ascii(")").ascii(search.form().useUids() ? " UID" : "");
        set(search, "REMOVEFROM", removed, told, answers);
        set(search, "ADDTO", added, told, answers);
        out.crlf();
    }

    private static void set(LiveSearch search, String word, int[] places, Listing told, Answers answers)
            throws IOException {
        if (places.length > 0) {
            answers.out().ascii(" ").ascii(word).ascii(" (0 ");
            long[] numbers = Arrays.stream(places)
                    .mapToLong(place ->
                            search.form().useUids() ? told.at(place).uid().number() : place + 1)
                    .toArray();
            UidText.write(answers.out(), numbers);
            answers.out().ascii(")");
        }
    }

    /// Places that became hits, and that ceased to be; ascending.
    private static final class Changes {
        private int[] added;
        private int[] removed;
        private int addedCount;
        private int removedCount;

        Changes(int most) {
            this.added = new int[most];
            this.removed = new int[most];
        }

        void add(boolean fresh, int place) {
            if (fresh) {
                added[addedCount++] = place;
            }
        }

        void remove(boolean present, int place) {
            if (present) {
                removed[removedCount++] = place;
            }
        }

        void end() {
            added = Arrays.copyOf(added, addedCount);
            removed = Arrays.copyOf(removed, removedCount);
        }
    }
}
