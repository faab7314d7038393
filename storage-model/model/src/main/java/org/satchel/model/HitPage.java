// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.time.Instant;
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

    /// Whether the entry alone does not tell where it stands in the order.
    boolean needsSummary(Entry entry) {
        return switch (search.order().by()) {
            case UID, CREATION -> false;
            case DATE -> entry.date().isEmpty();
            case ATTRIBUTE -> true;
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
        return needsSummary(entry) || (after == null && last == null) || isWanted(key(folder, entry, null));
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
            case DATE -> {
                var date = summary == null ? entry.date().orElse(Instant.EPOCH) : QueryMeaning.date(entry, summary);
                yield new SortKey("", date.toEpochMilli(), object);
            }
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
}
