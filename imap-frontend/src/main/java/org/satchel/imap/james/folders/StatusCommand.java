// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.folders;

import java.io.IOException;
import org.apache.james.imap.api.message.StatusDataItems;
import org.apache.james.imap.message.request.StatusRequest;
import org.satchel.imap.ImapExtension;
import org.satchel.imap.ImapOutput;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.Command;
import org.satchel.imap.james.command.FolderLines;
import org.satchel.imap.james.grammar.Profile;
import org.satchel.imap.james.session.FolderMemory;
import org.satchel.imap.james.session.Places;
import org.satchel.imap.james.session.Recents;
import org.satchel.imap.james.session.Session;
import org.satchel.model.BoxView;
import org.satchel.model.Entry;
import org.satchel.model.Folder;
import org.satchel.model.Right;

/// STATUS, and the STATUS lines of LIST: the figures that the folder carries.
// RFC 3501 §6.3.10, RFC 8438
public final class StatusCommand extends Command<StatusRequest> {
    private final Places places;
    private final FolderMemory memory;

    public StatusCommand(Places places, FolderMemory memory) {
        super(StatusRequest.class);
        this.places = places;
        this.memory = memory;
    }

    @Override
    protected void run(StatusRequest request, Session session, Answers answers) throws IOException {
        if (!serves(request.getStatusDataItems(), answers.profile())) {
            answers.bad(request, "failed. Illegal arguments.");
            return;
        }
        var place = places.selectable(session, request.getMailboxName()).demanding(Right.READ);
        var folder = place.folder();
        var name = places.name(session, place.box().id(), folder.path());
        var shown = new Shown(
                place.view(), folder, name, places.realm(session, place.box().id()));
        write(shown, request.getStatusDataItems(), session, answers);
        answers.ok(request);
    }

    /// James's grammar knows items that are only there with their extension, and takes no item for enough.
    static boolean serves(StatusDataItems items, Profile profile) {
        if (profile.isJames()) {
            return true;
        }
        boolean unserved = (items.isAppendLimit() && !profile.has(ImapExtension.APPENDLIMIT))
                || (items.isMailboxId() && !profile.has(ImapExtension.OBJECTID));
        boolean any = items.isMessages()
                || items.isUidNext()
                || items.isUidValidity()
                || items.isHighestModSeq()
                || items.isUnseen()
                || items.isRecent()
                || items.isSize()
                || items.isDeleted()
                || items.isDeletedStorage()
                || items.isMailboxId()
                || items.isAppendLimit();
        return any && !unserved;
    }

    /// A folder whose figures are told.
    ///
    /// @param name to the client
    /// @param realm of the ids of its box
    public record Shown(BoxView view, Folder folder, String name, String realm) {}

    /// Items in the order that clients expect, whatever order they asked in: MESSAGES UIDNEXT UIDVALIDITY
    /// HIGHESTMODSEQ.
    // CPM-MSG §13 rule 2
    public void write(Shown shown, StatusDataItems items, Session session, Answers answers) throws IOException {
        var view = shown.view();
        var folder = shown.folder();
        if (items.isHighestModSeq()) {
            FolderLines.enableCondstore(session, answers);
        }
        boolean plain = !answers.profile().isJames();
        var line = new Line(answers.out());
        answers.out().ascii("* STATUS ").utf8(plain ? answers.bare(shown.name()) : answers.quoted(shown.name()));
        line.item(items.isMessages(), "MESSAGES", folder.count());
        if (!plain) {
            line.item(items.isSize(), "SIZE", folder.bytes());
            deleted(view, folder, items, line);
            recent(view, folder, items, line);
        }
        line.item(items.isUidNext(), "UIDNEXT", folder.uidNext().number());
        line.item(items.isUidValidity(), "UIDVALIDITY", folder.uidValidity());
        line.item(items.isHighestModSeq(), "HIGHESTMODSEQ", folder.changed().number());
        line.item(items.isUnseen(), "UNSEEN", folder.unseen());
        if (plain) {
            recent(view, folder, items, line);
            line.item(items.isSize(), "SIZE", folder.bytes());
            deleted(view, folder, items, line);
            line.item(
                    items.isAppendLimit(),
                    "APPENDLIMIT",
                    session.connection().limits().objectBytesMax());
        }
        if (items.isMailboxId()) {
            line.text(FolderLines.mailboxId(folder, shown.realm(), answers.profile()));
        }
        line.end();
    }

    private void recent(BoxView view, Folder folder, StatusDataItems items, Line line) throws IOException {
        if (items.isRecent()) {
            line.item(true, "RECENT", recents(view, folder));
        }
    }

    /// Counted in the listing only where some are recent and some are not: programs ask this of every folder.
    private long recents(BoxView view, Folder folder) {
        long first = memory.firstRecent(view.box(), folder.id());
        long next = folder.uidNext().number();
        if (first <= 1 || first >= next) {
            return first >= next ? 0 : folder.count();
        }
        var recents = new Recents();
        recents.add(first, next);
        return recents.count(view.listing(folder.id()));
    }

    private static void deleted(BoxView view, Folder folder, StatusDataItems items, Line line) throws IOException {
        line.item(items.isDeleted(), "DELETED", folder.deleted());
        if (items.isDeletedStorage()) {
            var bytes = new long[1];
            if (folder.deleted() > 0) {
                view.listing(folder.id())
                        .forEach((Entry entry) -> bytes[0] += entry.flags().deleted() ? entry.size() : 0);
            }
            line.item(true, "DELETED-STORAGE", bytes[0]);
        }
    }

    /// The parenthesised items.
    private static final class Line {
        private final ImapOutput out;
        private boolean begun;

        Line(ImapOutput out) {
            this.out = out;
        }

        void item(boolean wanted, String name, long value) throws IOException {
            if (wanted) {
                text(name);
                out.ascii(" ").number(value);
            }
        }

        void text(String text) throws IOException {
            out.ascii(begun ? " " : " (").ascii(text);
            begun = true;
        }

        void end() throws IOException {
            out.ascii(begun ? ")" : " ()").crlf();
        }
    }
}
