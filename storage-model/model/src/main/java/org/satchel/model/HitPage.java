// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.satchel.model.text.Needle;

/// One page of hits being gathered: the first so many behind a position, in the order that was asked for.
///
/// A page of a search in one folder by uid is full as soon as it holds its limit, because hits come in order there.
/// Else every hit is
/// offered; now and then what cannot be on the page any more is thrown away.
final class HitPage {
    private static final int SURPLUS = 1024;

    private final Search search;
    private final Comparator<SortKey> order;
    private final @Nullable SortKey after;
    private final List<Sorted> gathered = new ArrayList<>();

    /// Key of the last hit of a full page; what comes behind it is not wanted.
    private @Nullable SortKey last;

    HitPage(Search search) {
        this.search = search;
        this.order = search.order().descending() ? SortKey.DESCENDING : SortKey.ASCENDING;
        this.after = search.after() == null ? null : SortKey.of(search.after());
    }

    boolean needsSummary() {
        return switch (search.order().by()) {
            case UID, CREATION -> false;
            case DATE, ATTRIBUTE -> true;
        };
    }

    boolean isUidDescending() {
        return search.order().by() == Search.Order.By.UID && search.order().descending();
    }

    boolean isFull() {
        return isInUidOrder() && gathered.size() >= search.limit();
    }

    /// False when the entry alone tells that it is not on the page.
    boolean mayHold(Folder folder, Entry entry) {
        return needsSummary() || (after == null && last == null) || isWanted(key(folder, entry, null));
    }

    /// @param summary not null when [#needsSummary]
    void add(Folder folder, Entry entry, @Nullable Summary summary) {
        var key = key(folder, entry, summary);
        if (!isWanted(key)) {
            return;
        }
        gathered.add(new Sorted(key, folder.id(), entry));
        if (gathered.size() > 2L * search.limit() + SURPLUS) {
            cut();
        }
    }

    List<Search.Hit> hits() {
        cut();
        return gathered.stream()
                .map(hit -> new Search.Hit(hit.folder, hit.entry, hit.key.position()))
                .toList();
    }

    private void cut() {
        gathered.sort((a, b) -> order.compare(a.key, b.key));
        if (gathered.size() > search.limit()) {
            gathered.subList(search.limit(), gathered.size()).clear();
        }
        if (gathered.size() == search.limit()) {
            last = gathered.getLast().key;
        }
    }

    private boolean isInUidOrder() {
        return search.order().by() == Search.Order.By.UID && search.scope() instanceof Search.Scope.Only;
    }

    private boolean isWanted(SortKey key) {
        return (after == null || order.compare(key, after) > 0) && (last == null || order.compare(key, last) < 0);
    }

    private SortKey key(Folder folder, Entry entry, @Nullable Summary summary) {
        long object = entry.object().number();
        return switch (search.order().by()) {
            case UID -> {
                boolean one = search.scope() instanceof Search.Scope.Only;
                yield new SortKey(one ? "" : folder.path().text(), entry.uid().number(), object);
            }
            case CREATION -> new SortKey("", object, object);
            case DATE ->
                new SortKey(
                        "",
                        summary == null ? 0 : QueryMeaning.date(entry, summary).toEpochMilli(),
                        object);
            case ATTRIBUTE -> {
                var name = search.order().attribute();
                var value = summary == null || name == null
                        ? ""
                        : summary.attribute(name).orElse("");
                yield new SortKey(Needle.fold(value), 0, object);
            }
        };
    }

    private record Sorted(SortKey key, FolderId folder, Entry entry) {}

    /// Where a hit stands in the order.
    ///
    /// @param text compared first; empty when the order has none
    /// @param object breaks ties, always ascending
    private record SortKey(String text, long number, long object) {
        static final Comparator<SortKey> ASCENDING = Comparator.comparing(SortKey::text)
                .thenComparingLong(SortKey::number)
                .thenComparingLong(SortKey::object);
        static final Comparator<SortKey> DESCENDING = Comparator.comparing(SortKey::text)
                .thenComparingLong(SortKey::number)
                .reversed()
                .thenComparingLong(SortKey::object);

        /// @throws IllegalArgumentException when no hit ever had this position
        static SortKey of(Search.Position position) {
            int colon = position.key().indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("not a position: " + position.key());
            }
            return new SortKey(
                    position.key().substring(colon + 1),
                    Long.parseLong(position.key().substring(0, colon)),
                    position.object().number());
        }

        Search.Position position() {
            return new Search.Position(number + ":" + text, new ObjectId(object));
        }
    }
}
