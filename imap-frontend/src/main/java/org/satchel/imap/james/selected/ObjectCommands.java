// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.selected;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.apache.james.imap.message.request.AbstractMessageRangeRequest;
import org.apache.james.imap.message.request.CloseRequest;
import org.apache.james.imap.message.request.CopyRequest;
import org.apache.james.imap.message.request.ExpungeRequest;
import org.apache.james.imap.message.request.MoveRequest;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.Command;
import org.satchel.imap.james.command.Spans;
import org.satchel.imap.james.grammar.UidText;
import org.satchel.imap.james.session.Place;
import org.satchel.imap.james.session.Places;
import org.satchel.imap.james.session.SelectedFolder;
import org.satchel.imap.james.session.Session;
import org.satchel.model.BoxTransaction;
import org.satchel.model.BoxView;
import org.satchel.model.Change;
import org.satchel.model.Entry;
import org.satchel.model.Folder;
import org.satchel.model.FolderId;
import org.satchel.model.Listing;
import org.satchel.model.Right;
import org.satchel.model.StoreFailure;
import org.satchel.model.Uid;
import org.satchel.model.share.Crossing;

/// COPY, MOVE, EXPUNGE and CLOSE: all the objects of a command in one write, so that a part of it never happens; a
/// MOVE into another box takes two.
// RFC 3501 §6.4, RFC 4315, RFC 6851
public final class ObjectCommands {
    /// Entries that are looked at in one go for a mark.
    private static final int LOOKED_AT = 1_000;

    private static final Set<Right> COPYING = Set.of(Right.READ, Right.COPY_OUT);
    private static final Set<Right> MOVING = Set.of(Right.READ, Right.DELETE_OBJECT, Right.EXPUNGE, Right.MOVE_OUT);

    private final Places places;
    private final Crossing crossing;

    public ObjectCommands(Places places) {
        this.places = places;
        this.crossing = new Crossing(places.shares());
    }

    public List<Command<?>> all() {
        return List.of(
                new Transfer<>(CopyRequest.class, BoxTransaction::copy),
                new Transfer<>(MoveRequest.class, BoxTransaction::move),
                new Expunge(),
                new Close());
    }

    /// What happens to the objects: copy or move.
    private interface Verb {
        List<BoxTransaction.Copied> apply(BoxTransaction tx, FolderId from, List<Uid> uids, FolderId to);
    }

    private final class Transfer<R extends AbstractMessageRangeRequest> extends Command<R> {
        private final Verb verb;

        Transfer(Class<R> request, Verb verb) {
            super(request);
            this.verb = verb;
        }

        @Override
        protected void run(R request, Session session, Answers answers) throws IOException {
            var selected = session.selection();
            boolean removes = request instanceof MoveRequest;
            if (removes && selected.isReadOnly()) {
                answers.no(request, null, "failed. Mailbox is read only."); // RFC 3501 §6.3.2
                return;
            }
            var target = places.find(session, request.getMailboxName())
                    .filter(place -> place.folder().selectable());
            if (target.isEmpty()) {
                answers.no(request, "TRYCREATE", "failed. No such mailbox.");
                return;
            }
            if (!selected.rights(selected.box().view()).containsAll(removes ? MOVING : COPYING)) {
                throw new StoreFailure.NotPermitted(
                        "objects out of folder " + selected.folder().number());
            }
            target.get().demanding(Right.INSERT);
            var spans = Spans.named(request.getIdSet(), request.isUseUids(), session, answers);
            if (spans.isEmpty()) {
                answers.bad(request, "failed. Invalid messageset.");
                return;
            }
            var uids = spans.get().uids(selected.told());
            boolean crosses = !target.get().isIn(selected.box());
            if (crosses && uids.size() > Crossing.OBJECTS_MAX) {
                answers.no(request, "LIMIT", "failed. Too many messages at a time for another account.");
                return;
            }
            var copied = crosses ? carry(session, uids, target.get(), removes) : within(session, uids, target.get());
            var code = code(target.get(), copied);
            if (removes && !copied.isEmpty() && !answers.profile().isJames()) {
                if (code != null) {
                    // before the EXPUNGE lines, so that the client can tell where each object went: RFC 6851 §4.3
                    answers.line("OK [" + code + "] Moved");
                }
                code = session.hasQresync() ? highestModSeq(selected) : null;
            }
            answers.ok(request, code, "completed.");
        }

        private List<BoxTransaction.Copied> within(Session session, List<Uid> uids, Place target) {
            var selected = session.selection();
            List<BoxTransaction.Copied> copied = new ArrayList<>();
            selected.box().write(session.actor(), tx -> {
                copied.clear();
                copied.addAll(
                        verb.apply(tx, selected.folder(), uids, target.folder().id()));
            });
            return copied;
        }

        private List<BoxTransaction.Copied> carry(Session session, List<Uid> uids, Place target, boolean removes)
                throws IOException {
            var from = new Crossing.End(
                    session.selection().box(), session.selection().folder());
            var to = new Crossing.End(target.box(), target.folder().id());
            return removes
                    ? crossing.move(session.actor(), from, uids, to)
                    : crossing.copy(session.actor(), from, uids, to);
        }

        /// Source and target uids, each in the order of the other; nothing for who may not read in the target.
        // RFC 4315 §3
        private static @Nullable String code(Place target, List<BoxTransaction.Copied> copied) {
            if (copied.isEmpty() || !target.rights().contains(Right.READ)) {
                return null;
            }
            var from = copied.stream().mapToLong(copy -> copy.from().number()).toArray();
            var to = copied.stream()
                    .mapToLong(copy -> copy.entry().uid().number())
                    .toArray();
            return "COPYUID " + target.folder().uidValidity() + " " + UidText.text(from) + " " + UidText.text(to);
        }
    }

    private static final class Expunge extends Command<ExpungeRequest> {
        Expunge() {
            super(ExpungeRequest.class);
        }

        @Override
        protected void run(ExpungeRequest request, Session session, Answers answers) throws IOException {
            var selected = session.selection();
            if (selected.isReadOnly()) {
                answers.no(request, null, "failed. Mailbox is read only.");
                return;
            }
            if (!selected.rights(selected.box().view()).contains(Right.EXPUNGE)) {
                throw new StoreFailure.NotPermitted("EXPUNGE");
            }
            Spans within = null;
            if (request.getUidSet() != null) {
                within = Spans.ofUids(request.getUidSet(), selected);
            }
            int gone = remove(session, selected, within);
            boolean tellsModSeq = gone > 0 && session.hasQresync();
            // RFC 7162 §3.2.7
            answers.ok(request, tellsModSeq ? highestModSeq(selected) : null, "completed.");
        }
    }

    private static final class Close extends Command<CloseRequest> {
        Close() {
            super(CloseRequest.class);
        }

        @Override
        protected void run(CloseRequest request, Session session, Answers answers) throws IOException {
            var selected = session.selection();
            // RFC 4314 §4: without the right to expunge it closes, and that is all
            if (!selected.isReadOnly() && selected.rights(selected.box().view()).contains(Right.EXPUNGE)) {
                remove(session, selected, null);
            }
            session.unselect();
            answers.ok(request);
        }
    }

    private static String highestModSeq(SelectedFolder selected) {
        return "HIGHESTMODSEQ "
                + selected.box()
                        .view()
                        .folder(selected.folder())
                        .orElseThrow(() -> new StoreFailure.NotFound("folder"))
                        .changed();
    }

    /// Removes what is marked `\Deleted`.
    ///
    /// @param within only of these; null = of all
    /// @return how many are gone
    private static int remove(Session session, SelectedFolder selected, @Nullable Spans within) {
        var folder = selected.folder();
        if (selected.box().view().folder(folder).map(Folder::deleted).orElse(0) == 0) {
            return 0;
        }
        var gone = new int[1];
        selected.box().write(session.actor(), tx -> {
            var doomed = within == null ? marked(tx.view(), folder) : marked(tx.view(), selected, within);
            gone[0] = tx.remove(folder, doomed, Change.Cause.REMOVED).size();
        });
        return gone[0];
    }

    /// All that are marked. The newest are looked at first, and nothing more once all are found: what is removed is
    /// mostly what came lately.
    private static List<Uid> marked(BoxView view, FolderId folder) {
        var listing = view.listing(folder);
        int all = view.folder(folder).map(Folder::deleted).orElse(0);
        var found = new ArrayList<Uid>(all);
        for (int to = listing.count(); to > 0 && found.size() < all; to -= LOOKED_AT) {
            listing.forEach(Math.max(0, to - LOOKED_AT), to, entry -> addMarked(entry, found));
        }
        found.sort(Comparator.naturalOrder());
        return found;
    }

    /// Those that are marked among those that the client named. Uids only ascend, so what lies between two that it
    /// counts, it counts, too.
    private static List<Uid> marked(BoxView view, SelectedFolder selected, Spans within) {
        var now = view.listing(selected.folder());
        var told = selected.told();
        var found = new ArrayList<Uid>();
        for (var span : within.spans()) {
            int from = now.ceiling(told.at(span.from()).uid());
            int to = span.to() < told.count() ? now.ceiling(told.at(span.to()).uid()) : behind(now, told);
            now.forEach(from, to, entry -> addMarked(entry, found));
        }
        return found;
    }

    /// Index behind the last entry that the client counts.
    private static int behind(Listing now, Listing told) {
        var last = told.at(told.count() - 1).uid();
        int index = now.ceiling(last);
        return index < now.count() && now.at(index).uid().equals(last) ? index + 1 : index;
    }

    private static void addMarked(Entry entry, List<Uid> found) {
        if (entry.flags().deleted()) {
            found.add(entry.uid());
        }
    }
}
