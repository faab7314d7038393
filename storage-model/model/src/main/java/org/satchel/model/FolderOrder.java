// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// The objects of one folder in the order of their creation or date: what a page is sought in.
///
/// An immutable value that grows. Uids only ascend and never come back, so the last uid tells what is not in it yet;
/// what has left the folder is passed over by who meets it. One order therefore serves every view of its folder; a view
/// that is older than what went in may lack what left the folder in between, as if it were a little younger.
///
/// It is kept as sorted runs, each at least twice as long as the next: where objects come one by one, each is moved
/// some twenty times until there are a million.
final class FolderOrder {
    /// Heap use of one object, in bytes.
    static final int BYTES = 20;

    /// Objects that may have left before the order is made anew, beside as many as are there.
    private static final int GONE_MAX = 1024;

    private static final Comparator<Line> BY_KEY =
            Comparator.comparingLong(Line::key).thenComparingLong(Line::object);

    private final Search.Order order;
    private final List<Run> runs;
    private final @Nullable Entry last;

    private FolderOrder(Search.Order order, List<Run> runs, @Nullable Entry last) {
        this.order = order;
        this.runs = List.copyOf(runs);
        this.last = last;
    }

    /// @param order by creation or by date
    static FolderOrder empty(Search.Order order) {
        return new FolderOrder(order, List.of(), null);
    }

    int size() {
        return runs.stream().mapToInt(Run::size).sum();
    }

    /// The same with all that the folder holds in this view.
    FolderOrder upTo(BoxView view, FolderId folder, Listing listing) {
        int count = listing.count();
        if (count == 0) { // as it looks to who may not read it, too
            return this;
        }
        int known = known(listing);
        int size = size();
        if (known > size || size > 2 * count + GONE_MAX || !isOf(listing, known)) {
            return empty(order).upTo(view, folder, listing);
        }
        if (known == count) {
            return this;
        }
        var grown = new ArrayList<>(runs);
        grown.add(Run.of(lines(view, folder, listing, known)));
        while (grown.size() > 1
                && grown.get(grown.size() - 2).size() < 2 * grown.getLast().size()) {
            var younger = grown.removeLast();
            grown.add(grown.removeLast().merged(younger));
        }
        return new FolderOrder(order, grown, listing.at(count - 1));
    }

    /// How many lines of a listing are not behind the last that is in the order.
    private int known(Listing listing) {
        if (last == null) {
            return 0;
        }
        var uid = last.uid();
        return uid.equals(Uid.LAST) ? listing.count() : listing.ceiling(uid.next());
    }

    /// False when the last line tells that the box was erased since, and made again.
    private boolean isOf(Listing listing, int known) {
        if (last == null || known == 0) {
            return true;
        }
        var line = listing.at(known - 1);
        return !line.uid().equals(last.uid())
                || (line.object().equals(last.object())
                        && line.saved().equals(last.saved())
                        && line.date().equals(last.date()));
    }

    /// Puts where it goes on behind a key into `heads`.
    ///
    /// @param after null = from the start
    void seek(@Nullable SortKey after, int folder, PriorityQueue<Head> heads) {
        for (var run : runs) {
            int at = after == null ? 0 : run.behind(key(after.number()), after.object());
            if (at < run.size()) {
                heads.add(new Head(run, at, folder));
            }
        }
    }

    /// What stands in the order, for an object of the given line.
    SortKey sortKey(Head head) {
        long key = head.run.keys[head.at];
        return new SortKey("", key(key), head.run.objects[head.at]);
    }

    /// Descending orders are ascending ones of the complement, which is its own inverse.
    private long key(long number) {
        return order.descending() ? ~number : number;
    }

    private List<Line> lines(BoxView view, FolderId folder, Listing listing, int from) {
        var lines = new ArrayList<Line>(listing.count() - from);
        var undated = new ArrayList<Entry>();
        listing.forEach(from, listing.count(), entry -> {
            if (order.by() == Search.Order.By.CREATION) {
                lines.add(line(entry, entry.object().number()));
            } else {
                entry.date()
                        .ifPresentOrElse(date -> lines.add(line(entry, date.toEpochMilli())), () -> undated.add(entry));
            }
        });
        if (!undated.isEmpty()) {
            addOpened(view, folder, undated, lines);
        }
        lines.sort(BY_KEY);
        return lines;
    }

    /// Objects whose line does not tell the date.
    private void addOpened(BoxView view, FolderId folder, List<Entry> undated, List<Line> lines) {
        Map<Uid, Entry> byUid = HashMap.newHashMap(undated.size());
        undated.forEach(entry -> byUid.put(entry.uid(), entry));
        view.objects(folder, undated.getFirst().uid(), undated.getLast().uid(), object -> {
            var entry = byUid.get(object.entry().uid());
            if (entry != null) {
                lines.add(line(entry, QueryMeaning.date(entry, object.summary()).toEpochMilli()));
            }
        });
    }

    private Line line(Entry entry, long number) {
        return new Line(key(number), entry.object().number(), entry.uid().bits());
    }

    private record Line(long key, long object, int uid) {}

    /// Where one looks at a run: the next object there.
    static final class Head implements Comparable<Head> {
        /// Which of the folders that are looked at.
        final int folder;

        private final Run run;
        private int at;

        private Head(Run run, int at, int folder) {
            this.run = run;
            this.at = at;
            this.folder = folder;
        }

        Uid uid() {
            return new Uid(run.uids[at]);
        }

        long object() {
            return run.objects[at];
        }

        /// @return false when there is no more
        boolean next() {
            return ++at < run.size();
        }

        @Override
        public int compareTo(Head other) {
            int byKey = Long.compare(run.keys[at], other.run.keys[other.at]);
            return byKey != 0 ? byKey : Long.compare(object(), other.object());
        }
    }

    /// Objects by key and number, in arrays that are never changed.
    private static final class Run {
        private final long[] keys;
        private final long[] objects;
        private final int[] uids;

        private Run(int size) {
            keys = new long[size];
            objects = new long[size];
            uids = new int[size];
        }

        static Run of(List<Line> sorted) {
            var run = new Run(sorted.size());
            for (int i = 0; i < sorted.size(); i++) {
                var line = sorted.get(i);
                run.keys[i] = line.key;
                run.objects[i] = line.object;
                run.uids[i] = line.uid;
            }
            return run;
        }

        int size() {
            return keys.length;
        }

        /// Index of the first object behind a place.
        int behind(long key, long object) {
            int low = 0;
            int high = keys.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                boolean notBehind = keys[middle] < key || (keys[middle] == key && objects[middle] <= object);
                if (notBehind) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        Run merged(Run other) {
            var both = new Run(size() + other.size());
            int mine = 0;
            int theirs = 0;
            for (int i = 0; i < both.size(); i++) {
                boolean isMine = theirs == other.size()
                        || (mine < size()
                                && (keys[mine] < other.keys[theirs]
                                        || (keys[mine] == other.keys[theirs]
                                                && objects[mine] < other.objects[theirs])));
                var from = isMine ? this : other;
                int at = isMine ? mine++ : theirs++;
                both.keys[i] = from.keys[at];
                both.objects[i] = from.objects[at];
                both.uids[i] = from.uids[at];
            }
            return both;
        }
    }
}
