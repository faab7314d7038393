// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.searching;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.satchel.imap.search.Reach;
import org.satchel.model.Entry;
import org.satchel.model.ObjectFinder;
import org.satchel.model.Query;
import org.satchel.model.Search;

/// The objects that a search found, in uid order: uids and mod-sequences only, for they may be half a million.
public final class Hits {
    /// Entries of the folder that are asked for at a time, so that no more hits than these are held with all they
    /// carry.
    public static final int PAGE = 4096;

    private long[] uids = new long[16];
    private long[] modSeqs = new long[16];
    private int count;

    private Hits() {}

    /// Searches no further than the answer needs: from one end of the folder, and to where enough was found.
    public static Hits of(ObjectFinder finder, SearchScope scope, Query query, Reach reach) {
        var hits = new Hits();
        int count = scope.listing().count();
        if (!reach.fromEnd()) {
            for (int from = 0; from < count && hits.count < reach.most(); from += PAGE) {
                page(finder, scope, query, from, Math.min(count, from + PAGE)).forEach(hits::add);
            }
            return hits;
        }
        for (int to = count; to > 0 && hits.count < reach.most(); to -= PAGE) {
            page(finder, scope, query, Math.max(0, to - PAGE), to).reversed().forEach(hits::add);
        }
        hits.reverse();
        return hits;
    }

    /// Calls `action` with what was found among each page of the listing; never with none.
    static void pages(ObjectFinder finder, SearchScope scope, Query query, Consumer<List<Entry>> action) {
        int count = scope.listing().count();
        for (int from = 0; from < count; from += PAGE) {
            var found = page(finder, scope, query, from, Math.min(count, from + PAGE));
            if (!found.isEmpty()) {
                action.accept(found);
            }
        }
    }

    /// What is found from one place of the listing to behind another, in uid order.
    static List<Entry> page(ObjectFinder finder, SearchScope scope, Query query, int from, int to) {
        var listing = scope.listing();
        var range =
                new Query.UidIn.Range(listing.at(from).uid(), listing.at(to - 1).uid());
        var within = new Query.And(List.of(new Query.UidIn(List.of(range)), query));
        var found = finder.find(scope.view(), Search.in(scope.folder(), within)).stream()
                .map(Search.Hit::entry)
                .filter(entry -> listing.indexOf(entry.uid()) >= 0)
                .toList();
        var selected = scope.selected();
        if (selected != null) {
            selected.demandReadable(scope.view()); // it may have taken its time
        }
        return found;
    }

    public int count() {
        return count;
    }

    public long uid(int index) {
        return uids[index];
    }

    long modSeq(int index) {
        return modSeqs[index];
    }

    public long[] uids() {
        return Arrays.copyOf(uids, count);
    }

    private void add(Entry entry) {
        if (count == uids.length) {
            uids = Arrays.copyOf(uids, 2 * count);
            modSeqs = Arrays.copyOf(modSeqs, 2 * count);
        }
        uids[count] = entry.uid().number();
        modSeqs[count++] = entry.modSeq().number();
    }

    private void reverse() {
        for (int low = 0, high = count - 1; low < high; low++, high--) {
            long uid = uids[low];
            uids[low] = uids[high];
            uids[high] = uid;
            long modSeq = modSeqs[low];
            modSeqs[low] = modSeqs[high];
            modSeqs[high] = modSeq;
        }
    }
}
