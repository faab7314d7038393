// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.share;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Actor;
import org.satchel.model.BoxTransaction;
import org.satchel.model.BoxView;
import org.satchel.model.Change;
import org.satchel.model.Conversations;
import org.satchel.model.Deposit;
import org.satchel.model.Draft;
import org.satchel.model.Entry;
import org.satchel.model.FolderId;
import org.satchel.model.MessageBox;
import org.satchel.model.Placement;
import org.satchel.model.Right;
import org.satchel.model.StoreFailure;
import org.satchel.model.Uid;
import org.satchel.model.text.Hash;

/// Copies and moves objects from one box into another: the same bytes become objects of the other box, all in one
/// write; a move takes them out of the first box by a second write, when the first is durable.
///
/// When the process dies between the two, the objects are in both places. A move that is tried again finds what it
/// has put there before, as long as that was not taken away, and does not put it there twice.
// CPM-MSG §7.2, RFC 6851
public final class Crossing {
    /// Objects that one call carries: what is small of them is in memory until they are stored.
    public static final int OBJECTS_MAX = 1_000;

    private static final Set<Right> COPY = Set.of(Right.READ, Right.COPY_OUT);
    private static final Set<Right> MOVE = Set.of(Right.READ, Right.DELETE_OBJECT, Right.EXPUNGE, Right.MOVE_OUT);
    private static final Set<Right> PUT = Set.of(Right.INSERT);

    private final Shares shares;

    public Crossing(Shares shares) {
        this.shares = shares;
    }

    /// A folder with its box.
    public record End(MessageBox box, FolderId folder) {}

    /// @param uids those that are not there are passed over
    /// @return in the order of `uids`
    /// @throws StoreFailure before anything was changed
    /// @throws IOException when the bytes cannot be read; nothing has changed then
    public List<BoxTransaction.Copied> copy(Actor actor, End from, Collection<Uid> uids, End to) throws IOException {
        return put(actor, from, uids, to, COPY);
    }

    /// The same, and takes the objects away where they were.
    ///
    /// @throws StoreFailure before anything was changed; or when the rights ended meanwhile, or the first box is
    /// not available any more: then the objects are in both places
    public List<BoxTransaction.Copied> move(Actor actor, End from, Collection<Uid> uids, End to) throws IOException {
        if (Conversations.holds(from.box().view(), from.folder())) {
            throw new StoreFailure.NotPermitted("move of objects out of a conversation");
        }
        var moved = put(actor, from, uids, to, MOVE);
        if (!moved.isEmpty()) {
            from.box().write(actor, tx -> {
                demand(actor, tx.view(), from.folder(), MOVE);
                tx.remove(
                        from.folder(),
                        moved.stream().map(BoxTransaction.Copied::from).toList(),
                        Change.Cause.REMOVED);
            });
        }
        return moved;
    }

    private List<BoxTransaction.Copied> put(Actor actor, End from, Collection<Uid> uids, End to, Set<Right> wanted)
            throws IOException {
        if (uids.size() > OBJECTS_MAX) {
            throw new StoreFailure.TooLarge("more than " + OBJECTS_MAX + " objects to carry into another box");
        }
        var view = from.box().view();
        demand(actor, view, from.folder(), wanted);
        demand(actor, to.box().view(), to.folder(), PUT);
        var entries = present(view, from.folder(), uids);
        checkRoom(entries, to.box().view());
        var drafts = new ArrayList<Draft>(entries.size());
        try {
            for (var entry : entries) {
                drafts.add(draft(view, from.folder(), entry, to.box()));
            }
            // carrying the bytes may have taken its time
            demand(actor, from.box().view(), from.folder(), wanted);
            var copied = new ArrayList<BoxTransaction.Copied>(entries.size());
            to.box().write(actor, tx -> {
                copied.clear();
                var before = tx.view();
                for (int i = 0; i < entries.size(); i++) {
                    var entry = entries.get(i);
                    var key = wanted.equals(MOVE) ? key(view, entry, before, to.folder()) : null;
                    var how = new Deposit(entry.flags(), entry.received(), key);
                    copied.add(new BoxTransaction.Copied(entry.uid(), tx.deposit(to.folder(), drafts.get(i), how)));
                }
            });
            return copied;
        } finally {
            drafts.forEach(Draft::close);
        }
    }

    private static List<Entry> present(BoxView view, FolderId folder, Collection<Uid> uids) {
        var listing = view.listing(folder);
        var entries = new ArrayList<Entry>(uids.size());
        for (var uid : new LinkedHashSet<>(uids)) {
            listing.find(uid).ifPresent(entries::add);
        }
        return entries;
    }

    /// A full box is told so before the bytes are carried.
    private static void checkRoom(List<Entry> entries, BoxView target) {
        var quota = target.quota();
        var usage = target.usage();
        long bytes = entries.stream().mapToLong(Entry::size).sum();
        if (bytes > quota.bytesMax() - usage.bytes() || entries.size() > quota.objectsMax() - usage.objects()) {
            throw new StoreFailure.OverQuota(entries.size() + " objects of " + bytes + " bytes");
        }
    }

    /// The same bytes, with the facts that were beside them.
    private static Draft draft(BoxView view, FolderId folder, Entry entry, MessageBox to) throws IOException {
        var placement = new Placement(folder, entry.uid());
        var attributes = view.object(placement).summary().attributes();
        try (var bytes = view.payload(placement).open()) {
            var draft = to.draft(bytes, Math.max(1, entry.size()));
            var more = attributes.stream()
                    .filter(attribute -> !draft.summary().attributes().contains(attribute))
                    .toList();
            return more.isEmpty() ? draft : draft.withAttributes(more);
        }
    }

    private void demand(Actor actor, BoxView view, FolderId folder, Set<Right> wanted) {
        var rights = shares.rights(actor.principal(), view, folder);
        if (!rights.containsAll(wanted)) {
            throw new StoreFailure.NotPermitted("crossing at folder " + folder.number());
        }
    }

    /// The same for the same object and target, so that a move which is tried again does not double it; null when what
    /// it has put there before was taken elsewhere since.
    private static @Nullable String key(BoxView from, Entry entry, BoxView to, FolderId target) {
        var key = key(from, entry, target);
        boolean elsewhere = to.deposited(key)
                .flatMap(to::locate)
                .filter(place -> !place.folder().equals(target))
                .isPresent();
        return elsewhere ? null : key;
    }

    private static String key(BoxView from, Entry entry, FolderId target) {
        var text = from.box().text() + ' ' + entry.object().number() + ' ' + target.number();
        return "moved " + HexFormat.of().formatHex(Hash.SHA_256.of(text));
    }
}
