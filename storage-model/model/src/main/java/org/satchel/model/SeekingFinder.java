// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Answers pages in creation and date order by going to where they begin and reading on until they are full; all else
/// by a scan.
///
/// Orders of folders are kept from one search to the next within a number of bytes. Where a condition lets so few
/// objects through that a page does not fill up soon, a scan goes on: it reads many objects at once.
public final class SeekingFinder implements ObjectFinder {
    /// Objects that are looked at in order before a scan takes over; pages that are longer are scanned for.
    private static final int LOOKED_MAX = 2_048;

    /// Objects that are opened together.
    private static final int STRETCH = 128;

    /// A stretch is read in one pass when at least one object in this many is needed.
    private static final int SPARSE = 4;

    private final ObjectFinder scan = new ScanningFinder();
    private final FolderOrders orders;

    /// @param orderBytesMax heap for the orders of folders that were looked at last
    public SeekingFinder(long orderBytesMax) {
        this.orders = new FolderOrders(orderBytesMax);
    }

    @Override
    public List<Search.Hit> find(BoxView view, Search search) {
        return switch (search.order().by()) {
            case UID, ATTRIBUTE -> scan.find(view, search);
            case CREATION, DATE -> search.limit() > LOOKED_MAX ? scan.find(view, search) : seek(view, search);
        };
    }

    private List<Search.Hit> seek(BoxView view, Search search) {
        var walk = new Walk(view, search);
        walk.run();
        var hits = walk.hits;
        var stopped = walk.stopped;
        if (stopped != null) {
            hits.addAll(scan.find(
                    view,
                    new Search(search.scope(), search.query(), search.order(), stopped, search.limit() - hits.size())));
        }
        return hits;
    }

    /// One folder that is looked at.
    private record Place(Folder folder, Listing listing, FolderOrder order) {}

    /// An object that may be a hit.
    private record Candidate(FolderId folder, Entry entry, Search.Position position) {}

    /// One search on its way through the orders of its folders.
    private final class Walk {
        private final List<Search.Hit> hits = new ArrayList<>();
        private final BoxView view;
        private final Terms terms;
        private final int limit;
        private final List<Place> places = new ArrayList<>();
        private final PriorityQueue<FolderOrder.Head> heads = new PriorityQueue<>();
        /// Last object that was looked at, when there are more but enough were; null = all is found.
        private Search.@Nullable Position stopped;

        private int looked;

        Walk(BoxView view, Search search) {
            this.view = view;
            this.terms = Terms.of(search.query());
            this.limit = search.limit();
            var after = search.after() == null ? null : SortKey.of(search.after());
            for (var folder : ScanningFinder.folders(view, search.scope())) {
                var listing = view.listing(folder.id());
                var order = orders.of(view, folder, listing, search.order());
                order.seek(after, places.size(), heads);
                places.add(new Place(folder, listing, order));
            }
        }

        void run() {
            while (hits.size() < limit && !heads.isEmpty() && stopped == null) {
                var wanted = stretch(terms.isOfEntryOnly() ? limit - hits.size() : STRETCH);
                var opened = terms.isOfEntryOnly() ? Map.<Placement, Summary>of() : opened(wanted);
                for (var candidate : wanted) {
                    if (hits.size() < limit && isHit(candidate, opened)) {
                        hits.add(new Search.Hit(candidate.folder, candidate.entry, candidate.position));
                    }
                }
            }
            if (hits.size() == limit) {
                stopped = null;
            }
        }

        /// The next objects in order whose lines do not rule them out.
        private List<Candidate> stretch(int size) {
            var wanted = new ArrayList<Candidate>(size);
            while (wanted.size() < size && !heads.isEmpty() && stopped == null) {
                var head = heads.remove();
                var place = places.get(head.folder);
                var entry = present(place.listing, head);
                var position = place.order.sortKey(head).position();
                if (entry != null && terms.matchEntry(new ViewCandidate(view, place.folder.id(), entry, null))) {
                    wanted.add(new Candidate(place.folder.id(), entry, position));
                }
                if (head.next()) {
                    heads.add(head);
                }
                if (++looked == LOOKED_MAX) {
                    stopped = position;
                }
            }
            return wanted;
        }

        /// Null when the object is not, or no longer, in the folder as the view shows it.
        private static @Nullable Entry present(Listing listing, FolderOrder.Head head) {
            int index = listing.ceiling(head.uid());
            if (index == listing.count()) {
                return null;
            }
            var entry = listing.at(index);
            return entry.uid().equals(head.uid()) && entry.object().number() == head.object() ? entry : null;
        }

        private boolean isHit(Candidate candidate, Map<Placement, Summary> opened) {
            var placement = new Placement(candidate.folder, candidate.entry.uid());
            try {
                return terms.matchRest(
                        new ViewCandidate(view, candidate.folder, candidate.entry, opened.get(placement)));
            } catch (StoreFailure.NotFound removedMeanwhile) {
                return false;
            }
        }

        /// Summaries of the objects that lie close together; the others are opened one by one when they are asked for.
        private Map<Placement, Summary> opened(List<Candidate> wanted) {
            var byFolder = new HashMap<FolderId, List<Uid>>();
            for (var candidate : wanted) {
                byFolder.computeIfAbsent(candidate.folder, _ -> new ArrayList<>())
                        .add(candidate.entry.uid());
            }
            Map<Placement, Summary> opened = HashMap.newHashMap(wanted.size());
            byFolder.forEach((folder, uids) -> {
                uids.sort(Comparator.naturalOrder());
                var listing = view.listing(folder);
                int span = listing.ceiling(uids.getLast()) - listing.ceiling(uids.getFirst()) + 1;
                if (span <= SPARSE * uids.size()) {
                    view.objects(
                            folder,
                            uids.getFirst(),
                            uids.getLast(),
                            object -> opened.put(
                                    new Placement(folder, object.entry().uid()), object.summary()));
                }
            });
            return opened;
        }
    }
}
