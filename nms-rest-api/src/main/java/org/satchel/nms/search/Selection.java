// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.search;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxView;
import org.satchel.model.Folder;
import org.satchel.model.ModSeq;
import org.satchel.model.ObjectFinder;
import org.satchel.model.ObjectId;
import org.satchel.model.Search;
import org.satchel.nms.box.FolderLookup;
import org.satchel.nms.box.OpenBox;
import org.satchel.nms.box.Secret;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.settings.NmsLimits;
import org.satchel.nms.type.SelectionCriteria;
import org.satchel.nms.type.SelectionCriteria.SortCriterion;

/// Finds the objects that selection criteria mean.
// OMA NMS §5.3
public final class Selection {
    private final ObjectFinder finder;
    private final Criteria criteria;
    private final FolderLookup folders;
    private final Cursors cursors;
    private final NmsLimits.Pages limits;

    public Selection(
            ObjectFinder finder, Criteria criteria, FolderLookup folders, Secret secret, NmsLimits.Pages limits) {
        this.finder = finder;
        this.criteria = criteria;
        this.folders = folders;
        this.cursors = new Cursors(secret);
        this.limits = limits;
    }

    /// One page.
    ///
    /// @param cursor where the next begins; null = there is no more
    /// @param begun what was there when the first page was made
    public record Page(List<Search.Hit> hits, @Nullable String cursor, ModSeq begun) {
        public Page {
            hits = List.copyOf(hits);
        }
    }

    /// Hits that the caller may read. A page may hold fewer than were asked for although more follow.
    ///
    /// @throws Refusal 400, 404 or 405 for criteria that cannot be met
    public Page page(OpenBox box, BoxView view, SelectionCriteria selection) {
        int size = limits.searchSize(selection.maxEntries());
        var order = order(selection);
        var from = selection.fromCursor();
        var after = from == null || from.isEmpty() ? null : cursors.read(order, from);
        var begun = after == null ? view.modSeq() : after.begun();
        var position = after == null ? null : after.position();
        var meaning = criteria.read(selection.searchCriteria());
        if (position == null && meaning.createdSince() != null) {
            position = beforeFirst(box, view, order, meaning.createdSince());
        }
        var scope = scope(view, selection, meaning.folderPath());
        // One more than shown tells whether there is a next page.
        var hits = finder.find(view, new Search(scope, meaning.query(), order, position, size + 1));
        boolean more = hits.size() > size;
        var shown = more ? hits.subList(0, size) : hits;
        var cursor =
                more ? cursors.write(order, new Cursors.Place(shown.getLast().position(), begun)) : null;
        return new Page(
                shown.stream().filter(hit -> box.mayRead(view, hit.folder())).toList(), cursor, begun);
    }

    /// Behind which position everything came after a commit: objects are numbered as they come.
    private static Search.Position beforeFirst(OpenBox box, BoxView view, Search.Order order, ModSeq since) {
        if (!order.equals(Search.Order.BY_CREATION)) {
            throw Refusal.invalidValue("sort of CreatedObjects", "none");
        }
        long first = new History(box).firstCreated(since, view.modSeq());
        return new Search.Position((first - 1) + ":", new ObjectId(first - 1));
    }

    /// One page of objects that are gone since a commit.
    ///
    /// @throws Refusal 400 for criteria that cannot be met, or a commit that is no longer remembered
    public History.Page vanished(OpenBox box, SelectionCriteria selection, ModSeq since) {
        if (selection.searchScope() != null || selection.sortCriteria() != null) {
            throw Refusal.invalidValue("VanishedObjects with scope or sort", "VanishedObjects alone");
        }
        var from = selection.fromCursor();
        var grave = from == null || from.isEmpty()
                ? new Cursors.Grave(since, 0, box.box().changes().head())
                : cursors.readGrave(from);
        return new History(box).vanished(grave, limits.searchSize(selection.maxEntries()), cursors);
    }

    /// Since when removed objects are asked for; empty when the question is another.
    public Optional<ModSeq> vanishedSince(SelectionCriteria selection) {
        return criteria.vanishedSince(selection.searchCriteria());
    }

    private Search.Scope scope(BoxView view, SelectionCriteria selection, @Nullable String presetPath) {
        boolean flat = Boolean.TRUE.equals(selection.nonRecursiveScope());
        if (presetPath != null) {
            return within(folders.byPath(view, presetPath), flat);
        }
        var scope = selection.searchScope();
        return scope == null ? new Search.Scope.Everywhere() : within(folders.byReference(view, scope), flat);
    }

    private static Search.Scope within(Optional<Folder> folder, boolean flat) {
        if (folder.isEmpty()) {
            return new Search.Scope.Everywhere();
        }
        var id = folder.get().id();
        return flat ? new Search.Scope.Only(id) : new Search.Scope.Tree(id);
    }

    /// Creation order unless asked otherwise. OMA NMS §5.3
    private static Search.Order order(SelectionCriteria selection) {
        var sort = selection.sortCriteria() == null || selection.sortCriteria().criterion() == null
                ? List.<SortCriterion>of()
                : selection.sortCriteria().criterion();
        if (sort.isEmpty()) {
            return Search.Order.BY_CREATION;
        }
        if (sort.size() > 1) {
            throw Refusal.invalidValue("several sort criteria", "one");
        }
        var criterion = sort.getFirst();
        boolean descending = descending(criterion.order());
        var type = criterion.type() == null ? "" : criterion.type().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "date" -> new Search.Order(Search.Order.By.DATE, null, descending);
            case "attribute" -> {
                if (criterion.name() == null || criterion.name().isBlank()) {
                    throw Refusal.badInput("sortCriteria.criterion.name");
                }
                yield new Search.Order(
                        Search.Order.By.ATTRIBUTE, criterion.name().strip(), descending);
            }
            default -> throw Refusal.invalidValue("sort type " + criterion.type(), "Date, Attribute");
        };
    }

    private static boolean descending(@Nullable String order) {
        return switch (order == null ? "" : order.toLowerCase(Locale.ROOT)) {
            case "", "ascending" -> false;
            case "descending" -> true;
            default -> throw Refusal.invalidValue("sort order " + order, "Ascending, Descending");
        };
    }
}
