// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.searching;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.satchel.model.Entry;
import org.satchel.model.Placement;
import org.satchel.model.StoreFailure;
import org.satchel.model.Summary;
import org.satchel.model.Uid;

/// Summaries of what a search found, read a page at a time and never held.
final class Opened {
    /// A stretch of the folder is read in one pass when at least one object in this many is wanted.
    private static final int SPARSE = 4;

    private Opened() {}

    /// Calls `action` for each entry in uid order. An object that was removed meanwhile is passed over.
    ///
    /// @param page in uid order, not empty
    static void each(SearchScope scope, List<Entry> page, BiConsumer<Entry, Summary> action) {
        int first = scope.listing().indexOf(page.getFirst().uid());
        int last = scope.listing().indexOf(page.getLast().uid());
        if (page.size() * SPARSE < last - first + 1) {
            page.forEach(entry -> one(scope, entry, action));
            return;
        }
        Map<Uid, Entry> wanted = HashMap.newHashMap(page.size());
        page.forEach(entry -> wanted.put(entry.uid(), entry));
        scope.view()
                .objects(scope.folder(), page.getFirst().uid(), page.getLast().uid(), object -> {
                    var entry = wanted.get(object.entry().uid());
                    if (entry != null) {
                        action.accept(entry, object.summary());
                    }
                });
    }

    private static void one(SearchScope scope, Entry entry, BiConsumer<Entry, Summary> action) {
        Summary summary;
        try {
            summary = scope.view()
                    .object(new Placement(scope.folder(), entry.uid()))
                    .summary();
        } catch (StoreFailure.NotFound removedMeanwhile) {
            return;
        }
        action.accept(entry, summary);
    }
}
