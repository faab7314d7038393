// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.selected;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import org.apache.james.imap.message.request.StoreRequest;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.Command;
import org.satchel.imap.james.command.FolderLines;
import org.satchel.imap.james.command.Spans;
import org.satchel.imap.james.grammar.FlagText;
import org.satchel.imap.james.grammar.UidText;
import org.satchel.imap.james.session.SelectedFolder;
import org.satchel.imap.james.session.Session;
import org.satchel.model.BoxTransaction;
import org.satchel.model.Entry;
import org.satchel.model.FlagEdit;
import org.satchel.model.Flags;
import org.satchel.model.ModSeq;
import org.satchel.model.Uid;

/// STORE: edits flags in one write, whose condition is decided where it is made.
// RFC 3501 §6.4.6, RFC 7162 §3.1.3
public final class StoreCommand extends Command<StoreRequest> {
    public StoreCommand() {
        super(StoreRequest.class);
    }

    @Override
    protected void run(StoreRequest request, Session session, Answers answers) throws IOException {
        var selected = session.selection();
        if (selected.isReadOnly()) {
            answers.no(request, null, "failed. Mailbox is read only.");
            return;
        }
        var spans = Spans.named(request.getIdSet(), request.isUseUids(), session, answers);
        var edit = edit(request);
        if (spans.isEmpty() || edit == null) {
            answers.bad(request, spans.isEmpty() ? "failed. Invalid messageset." : "failed. Illegal arguments.");
            return;
        }
        var condition = request.getUnchangedSince() == -1 ? null : new ModSeq(request.getUnchangedSince());
        var uids = spans.get().uids(selected.told());
        if (uids.isEmpty()) {
            answer(request, session, answers, new BoxTransaction.Flagged(List.of(), List.of(), List.of()));
            return;
        }
        var flagged = new BoxTransaction.Flagged[1];
        var folder = selected.folder();
        var write = selected.box().begin(session.actor(), tx -> flagged[0] = tx.flag(folder, uids, edit, condition));
        answers.later(request, uids.size(), () -> {
            write.await();
            answer(request, session, answers, flagged[0]);
        });
    }

    private static void answer(StoreRequest request, Session session, Answers answers, BoxTransaction.Flagged flagged)
            throws IOException {
        var selected = session.selection();
        if (request.getUnchangedSince() != -1) {
            FolderLines.enableCondstore(session, answers);
        }
        tell(request, session, answers, flagged);
        if (flagged.modified().isEmpty()) {
            answers.ok(request);
        } else {
            answers.ok(request, "MODIFIED " + modified(request, selected, flagged.modified()), "failed.");
        }
    }

    /// What the store did to each object: its flags, or with SILENT only the new mod-sequence of those it changed.
    private static void tell(StoreRequest request, Session session, Answers answers, BoxTransaction.Flagged flagged)
            throws IOException {
        var selected = session.selection();
        var keywords = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        flagged.entries().forEach(entry -> keywords.addAll(entry.flags().keywords()));
        FolderLines.keywords(selected, answers, keywords);
        boolean withUid = request.isUseUids()
                || session.hasQresync()
                || (session.hasCondstore() && !answers.profile().isJames());
        boolean withModSeq = session.hasCondstore();
        if (request.isSilent() && !withModSeq) {
            return;
        }
        var changed = request.isSilent() ? new HashSet<>(flagged.changed()) : null;
        for (var entry : flagged.entries()) {
            int number = selected.number(entry.uid());
            if (number == 0) {
                continue;
            }
            if (changed == null) {
                boolean recent = selected.recents().contains(entry.uid());
                FolderLines.fetch(answers, number, entry, recent, withUid, withModSeq);
            } else if (changed.contains(entry.uid())) {
                modSeq(answers, number, entry, withUid);
            }
        }
    }

    private static void modSeq(Answers answers, int number, Entry entry, boolean withUid) throws IOException {
        var out = answers.out();
        out.ascii("* ").number(number).ascii(" FETCH (");
        if (withUid) {
            out.ascii("UID ").number(entry.uid().number()).ascii(" ");
        }
        out.ascii("MODSEQ (").number(entry.modSeq().number()).ascii("))").crlf();
    }

    private static String modified(StoreRequest request, SelectedFolder selected, List<Uid> failed) {
        return UidText.text(failed.stream()
                .mapToLong(uid -> request.isUseUids() ? uid.number() : selected.number(uid))
                .sorted()
                .toArray());
    }

    /// @return null for what is no flag
    private static @Nullable FlagEdit edit(StoreRequest request) {
        Flags flags;
        try {
            flags = FlagText.fromJames(request.getFlags());
        } catch (IllegalArgumentException noFlag) {
            return null;
        }
        return switch (request.getFlagsUpdateMode()) {
            case ADD -> FlagEdit.add(flags);
            case REMOVE -> FlagEdit.remove(flags);
            case REPLACE -> FlagEdit.replace(flags);
        };
    }
}
