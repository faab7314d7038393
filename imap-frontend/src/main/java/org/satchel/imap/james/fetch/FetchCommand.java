// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.fetch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.message.request.FetchRequest;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.ImapExtension;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.Command;
import org.satchel.imap.james.command.FolderLines;
import org.satchel.imap.james.command.Spans;
import org.satchel.imap.james.grammar.Profile;
import org.satchel.imap.james.selected.FolderDelta;
import org.satchel.imap.james.selected.Resync;
import org.satchel.imap.james.selected.UidSet;
import org.satchel.imap.james.session.KeptResult;
import org.satchel.imap.james.session.SelectedFolder;
import org.satchel.imap.james.session.Session;
import org.satchel.model.BoxView;
import org.satchel.model.Entry;
import org.satchel.model.FlagEdit;
import org.satchel.model.Flags;
import org.satchel.model.Listing;
import org.satchel.model.ModSeq;
import org.satchel.model.Placement;
import org.satchel.model.Right;
import org.satchel.model.StoreFailure;
import org.satchel.model.StoredObject;
import org.satchel.model.Uid;

/// FETCH: writes what was asked straight from the listing, the stored summary and the payload.
// RFC 3501 §6.4.5, RFC 7162 §3.1.4
public final class FetchCommand<R extends FetchRequest> extends Command<R> {
    public FetchCommand(Class<R> request) {
        super(request);
    }

    @Override
    protected void run(R request, Session session, Answers answers) throws IOException {
        var fetch = request.getFetch();
        if (fetch.getVanished() && !session.hasQresync()) {
            answers.bad(request, "QRESYNC not enabled.");
            return;
        }
        if (fetch.getVanished() && fetch.getChangedSince() == -1) {
            answers.bad(request, "VANISHED used without CHANGEDSINCE");
            return;
        }
        if (!offers(answers.profile(), fetch)) {
            answers.bad(request, "failed. Illegal arguments.");
            return;
        }
        var spans = Spans.named(request.getIdSet(), request.isUseUids(), session, answers);
        if (spans.isEmpty()) {
            answers.bad(request, "failed. Invalid messageset.");
            return;
        }
        var page = FetchExtras.of(request).page();
        var run = new Run(
                request,
                session,
                answers,
                page == null ? spans.get() : spans.get().slice(page));
        run.run();
        if (run.line.metUnknownEncoding()) {
            // RFC 3516 §4.3
            answers.no(request, "UNKNOWN-CTE", "failed. Unknown transfer encoding.");
            return;
        }
        answers.ok(request);
    }

    /// James's grammar knows items that are only there with their extension.
    public static boolean offers(Profile profile, FetchData fetch) {
        boolean ids = fetch.contains(FetchData.Item.EMAILID) || fetch.contains(FetchData.Item.THREADID);
        return (!ids || profile.has(ImapExtension.OBJECTID))
                && (!fetch.contains(FetchData.Item.SAVEDATE) || profile.has(ImapExtension.SAVEDATE));
    }

    /// One FETCH under way.
    private static final class Run {
        private final FetchRequest request;
        private final FetchData fetch;
        private final Session session;
        private final SelectedFolder selected;
        private final Answers answers;
        private final Spans spans;
        private final FetchLine line;
        private BoxView view;
        private Listing now;

        Run(FetchRequest request, Session session, Answers answers, Spans spans) {
            this.request = request;
            this.fetch = request.getFetch();
            this.session = session;
            this.selected = session.selection();
            this.answers = answers;
            this.spans = spans;
            this.view = selected.box().view();
            this.now = view.listing(selected.folder());
            this.line = new FetchLine(fetch, FetchExtras.of(request), session, answers);
        }

        void run() throws IOException {
            boolean marks = fetch.isSetSeen() || FetchExtras.of(request).marksSeen();
            // RFC 4314 §4: without the right it is left as it is, and that is no error
            if (marks && !selected.isReadOnly() && selected.rights(view).contains(Right.SEEN)) {
                markSeen();
            }
            enableCondstore();
            if (fetch.getChangedSince() != -1) {
                changedSince(new ModSeq(fetch.getChangedSince()));
                return;
            }
            for (var span : spans.spans()) {
                if (isCurrent()) {
                    range(span.from(), span.to());
                } else {
                    each(span);
                }
            }
        }

        /// True when the client's numbers are those of the listing that is read.
        private boolean isCurrent() {
            return selected.numbers(now);
        }

        private void enableCondstore() throws IOException {
            if (fetch.getChangedSince() != -1 || fetch.contains(FetchData.Item.MODSEQ)) {
                FolderLines.enableCondstore(session, answers);
            }
        }

        /// All that is fetched without PEEK becomes `\Seen` in one write, before anything is written.
        private void markSeen() {
            var unseen = new ArrayList<Uid>();
            for (var span : spans.spans()) {
                for (int index = span.from(); index < span.to(); index++) {
                    var uid = selected.told().at(index).uid();
                    now.find(uid).filter(entry -> !entry.flags().seen()).ifPresent(_ -> unseen.add(uid));
                }
            }
            if (unseen.isEmpty()) {
                return;
            }
            var edit = FlagEdit.add(Flags.of(Flags.SEEN));
            selected.box().write(session.actor(), tx -> tx.flag(selected.folder(), unseen, edit, null));
            line.marked(unseen);
            view = selected.box().view();
            now = view.listing(selected.folder());
        }

        private void range(int from, int to) throws IOException {
            if (line.needsSummary()) {
                objects(from, to);
                return;
            }
            var number = new int[] {from};
            try {
                now.forEach(from, to, entry -> {
                    number[0]++;
                    entry(number[0], entry);
                });
            } catch (UncheckedIOException broken) {
                throw broken.getCause();
            }
        }

        private void objects(int from, int to) throws IOException {
            var number = new int[] {from};
            try {
                view.objects(
                        selected.folder(), now.at(from).uid(), now.at(to - 1).uid(), object -> {
                            number[0]++;
                            object(number[0], object);
                        });
            } catch (UncheckedIOException broken) {
                throw broken.getCause();
            }
        }

        private void each(Spans.Span span) throws IOException {
            for (int index = span.from(); index < span.to(); index++) {
                one(index + 1, selected.told().at(index).uid());
            }
        }

        private void one(int number, Uid uid) throws IOException {
            var entry = now.find(uid);
            if (entry.isEmpty()) {
                return;
            }
            try {
                if (line.needsSummary()) {
                    object(number, view.object(new Placement(selected.folder(), uid)));
                } else {
                    entry(number, entry.get());
                }
            } catch (StoreFailure.NotFound gone) {
                // removed meanwhile: the client is told when it may be
            } catch (UncheckedIOException broken) {
                throw broken.getCause();
            }
        }

        private void entry(int number, Entry entry) {
            demandReadable();
            try {
                line.write(number, entry, null, view);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }

        private void object(int number, StoredObject object) {
            demandReadable();
            try {
                line.write(number, object.entry(), object.summary(), view);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }

        /// A payload costs more than a look at the grants, and may be long in being sent.
        private void demandReadable() {
            if (line.readsPayload()) {
                selected.demandReadable();
            } else {
                selected.demandReadable(view);
            }
        }

        private void changedSince(ModSeq since) throws IOException {
            var delta = FolderDelta.read(selected.box().changes(), view, selected.folder(), since);
            if (fetch.getVanished()) {
                vanished(delta.map(FolderDelta::vanished).map(List::copyOf).orElse(null));
            }
            if (delta.isPresent()) {
                for (var uid : delta.get().changed()) {
                    changed(uid);
                }
            } else {
                for (var entry : FolderDelta.scan(view, selected.folder(), since)) {
                    changed(entry.uid());
                }
            }
        }

        private void changed(Uid uid) throws IOException {
            int number = selected.number(uid);
            if (number > 0 && spans.contains(number - 1)) {
                one(number, uid);
            }
        }

        /// @param uids what the log knows; null = it does not reach
        private void vanished(@Nullable List<Uid> uids) throws IOException {
            var resync = new Resync(session, answers, view);
            long highest =
                    view.folder(selected.folder()).orElseThrow().uidNext().number() - 1;
            var set = KeptResult.isMark(request.getIdSet()) ? new IdRange[0] : request.getIdSet();
            var asked = UidSet.of(Stream.of(set)
                    .map(range -> new UidSet.Range(range.getLowVal(), Math.min(range.getHighVal(), highest)))
                    .toList());
            if (uids == null) {
                resync.missing(asked, 1, now);
            } else {
                resync.vanished(asked.among(uids));
            }
        }
    }
}
