// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Answers a search by looking at every object in its scope: the plain meaning, and what an index is measured against.
///
/// Listings are gone through first; objects are opened only when their line does not decide, in one pass where many of
/// a stretch are needed.
/// An object that is removed meanwhile is no hit.
public final class ScanningFinder implements ObjectFinder {
    /// Entries that are looked at together.
    private static final int STRETCH = 512;

    /// A stretch is read in one pass when at least one object in this many is needed.
    private static final int SPARSE = 4;

    @Override
    public List<Search.Hit> find(BoxView view, Search search) {
        var page = new HitPage(search);
        for (var folder : folders(view, search.scope())) {
            new FolderScan(view, folder, search.query(), page).run();
        }
        return page.hits();
    }

    /// The folders of a scope, by path.
    static List<Folder> folders(BoxView view, Search.Scope scope) {
        return switch (scope) {
            case Search.Scope.Everywhere() ->
                view.folders().stream().filter(Folder::selectable).toList();
            case Search.Scope.Only(var id) -> List.of(folder(view, id));
            case Search.Scope.Tree(var id) -> {
                var root = folder(view, id).path();
                yield view.folders().stream()
                        .filter(folder -> folder.selectable() && folder.path().isWithin(root))
                        .toList();
            }
        };
    }

    private static Folder folder(BoxView view, FolderId id) {
        return view.folder(id).orElseThrow(() -> new StoreFailure.NotFound("folder " + id.number()));
    }

    /// One folder being gone through.
    private static final class FolderScan {
        private final BoxView view;
        private final Folder folder;
        private final HitPage page;
        private final Listing listing;
        private final Terms terms;
        private int from;
        private int to;

        FolderScan(BoxView view, Folder folder, Query query, HitPage page) {
            this.view = view;
            this.folder = folder;
            this.page = page;
            this.listing = view.listing(folder.id());
            this.to = listing.count();
            this.terms = Terms.of(query);
            for (var term : terms.ofEntry()) {
                if (term instanceof Query.UidIn(var ranges)) {
                    narrow(ranges);
                }
            }
        }

        void run() {
            if (page.isUidDescending()) {
                for (int end = to; end > from && !page.isFull(); end -= STRETCH) {
                    stretch(Math.max(from, end - STRETCH), end);
                }
            } else {
                for (int start = from; start < to && !page.isFull(); start += STRETCH) {
                    stretch(start, Math.min(to, start + STRETCH));
                }
            }
        }

        private void narrow(List<Query.UidIn.Range> ranges) {
            int first = listing.count();
            int last = 0;
            for (var range : ranges) {
                first = Math.min(first, listing.ceiling(range.first()));
                last = Math.max(last, afterUid(range.last()));
            }
            from = Math.max(from, first);
            to = Math.min(to, last);
        }

        private int afterUid(Uid uid) {
            return uid.equals(Uid.LAST) ? listing.count() : listing.ceiling(uid.next());
        }

        private void stretch(int start, int end) {
            var wanted = new ArrayList<Entry>();
            listing.forEach(start, end, entry -> {
                if (page.mayHold(folder, entry)
                        && terms.matchEntry(new ViewCandidate(view, folder.id(), entry, null))) {
                    wanted.add(entry);
                }
            });
            if (terms.isOfEntryOnly() && wanted.stream().noneMatch(page::needsSummary)) {
                wanted.forEach(entry -> page.add(folder, entry, null));
            } else if (wanted.size() * SPARSE < end - start) {
                wanted.forEach(entry -> decide(new ViewCandidate(view, folder.id(), entry, null)));
            } else {
                inOnePass(wanted);
            }
        }

        private void inOnePass(List<Entry> wanted) {
            Map<Uid, Entry> byUid = HashMap.newHashMap(wanted.size());
            wanted.forEach(entry -> byUid.put(entry.uid(), entry));
            view.objects(folder.id(), wanted.getFirst().uid(), wanted.getLast().uid(), object -> {
                var entry = byUid.get(object.entry().uid());
                if (entry != null) {
                    decide(new ViewCandidate(view, folder.id(), entry, object.summary()));
                }
            });
        }

        private void decide(ViewCandidate candidate) {
            try {
                if (terms.matchRest(candidate)) {
                    var entry = candidate.entry();
                    page.add(folder, entry, page.needsSummary(entry) ? candidate.summary() : null);
                }
            } catch (StoreFailure.NotFound removedMeanwhile) {
                return;
            }
        }
    }
}
