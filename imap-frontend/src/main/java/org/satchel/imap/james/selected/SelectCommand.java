// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.selected;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.message.request.AbstractMailboxSelectionRequest;
import org.apache.james.mailbox.model.UidValidity;
import org.satchel.imap.ImapExtension;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.Command;
import org.satchel.imap.james.command.FolderLines;
import org.satchel.imap.james.mailbox.Mailboxes;
import org.satchel.imap.james.session.FolderMemory;
import org.satchel.imap.james.session.Place;
import org.satchel.imap.james.session.Places;
import org.satchel.imap.james.session.SelectedFolder;
import org.satchel.imap.james.session.Session;
import org.satchel.imap.reference.Mechanism;
import org.satchel.model.Entry;
import org.satchel.model.Flags;
import org.satchel.model.Right;

/// SELECT and EXAMINE: opens a folder from one view of the box, and with QRESYNC tells what happened since the client
/// was last here.
// RFC 3501 §6.3.1, RFC 7162 §3.2.5, RFC 9051 §6.3.2
public final class SelectCommand<R extends AbstractMailboxSelectionRequest> extends Command<R> {
    // RFC 4314 §5.2
    private static final Set<Right> CHANGING =
            Set.of(Right.INSERT, Right.EXPUNGE, Right.SEEN, Right.DELETE_OBJECT, Right.WRITE);

    private final Mailboxes mailboxes;
    private final Places places;
    private final FolderMemory memory;
    private final boolean readOnly;

    public SelectCommand(Class<R> request, Mailboxes mailboxes, Places places, FolderMemory memory, boolean readOnly) {
        super(request);
        this.mailboxes = mailboxes;
        this.places = places;
        this.memory = memory;
        this.readOnly = readOnly;
    }

    @Override
    protected void run(R request, Session session, Answers answers) throws IOException {
        boolean resync = !request.getLastKnownUidValidity().isUnknown();
        if (resync && !session.hasQresync()) {
            answers.bad(request, "QRESYNC not enabled.");
            return;
        }
        var before = session.folder();
        if (!answers.profile().isJames()) {
            // a SELECT that fails leaves no folder selected, RFC 3501 §6.3.1; James keeps the one before
            session.unselect();
        }
        var place = places.selectable(session, request.getMailboxName()).demanding(Right.READ);
        var folder = place.folder();
        var selected = open(session, place);
        if (before != null) {
            closed(session, answers);
            if (before.folder().equals(folder.id())
                    && before.box().id().equals(place.box().id())) {
                keepRecents(before, selected);
            }
        }
        session.select(selected);
        describe(session, answers, place, selected);
        if (request.getCondstore()) {
            session.enable(ImapConstants.SUPPORTS_CONDSTORE);
        }
        var text = "completed.";
        if (resync) {
            if (request.getLastKnownUidValidity().correspondsTo(UidValidity.of(folder.uidValidity()))) {
                new Resync(session, answers, place.view()).tell(request);
            } else {
                text = "Sorry, UIDVALIDITY mismatch.";
            }
        }
        boolean changeable = !readOnly && place.rights().stream().anyMatch(CHANGING::contains);
        answers.ok(request, changeable ? "READ-WRITE" : "READ-ONLY", text);
    }

    /// What follows is about the folder that is opened. James says so with QRESYNC only, and without a text.
    // RFC 7162 §3.2.11
    private static void closed(Session session, Answers answers) throws IOException {
        if (!answers.profile().isJames()) {
            answers.line("OK [CLOSED] The folder selected before is closed");
        } else if (session.hasQresync()) {
            answers.line("OK [CLOSED] ");
        }
    }

    private SelectedFolder open(Session session, Place place) {
        var view = place.view();
        var folder = place.folder();
        var keywords = memory.keywords(view, folder, place.box().changes());
        var selected = new SelectedFolder(mailboxes, places.shares(), session.owner(), place, keywords, readOnly);
        if (session.hasRev2()) {
            return selected; // nothing is recent to it, so it takes nothing of it
        }
        long next = folder.uidNext().number();
        // what is recent is the owner's: a guest takes nothing of it
        long from = readOnly || !selected.isOwn()
                ? memory.firstRecent(view.box(), folder.id())
                : memory.claimRecent(view.box(), folder.id(), next);
        selected.recents().add(from, next);
        return selected;
    }

    /// Selecting the same folder once more does not make its objects old.
    private static void keepRecents(SelectedFolder before, SelectedFolder selected) {
        long[] old = before.recents().bounds();
        long[] fresh = selected.recents().bounds();
        selected.recents().clear();
        for (int i = 0; i < old.length; i += 2) {
            selected.recents().add(old[i], old[i + 1]);
        }
        for (int i = 0; i < fresh.length; i += 2) {
            selected.recents().add(fresh[i], fresh[i + 1]);
        }
    }

    private void describe(Session session, Answers answers, Place place, SelectedFolder selected) throws IOException {
        var out = answers.out();
        var folder = place.folder();
        boolean rev2 = session.hasRev2();
        if (rev2) {
            list(session, answers, place);
        }
        if (answers.profile().has(ImapExtension.OBJECTID)) {
            answers.line("OK [" + FolderLines.mailboxId(folder, selected.realm(), answers.profile()) + "] Ok");
        }
        if (!answers.profile().isJames()) {
            selected.keywords(withMeaningful(selected.keywords()));
        }
        FolderLines.flags(answers, selected.keywords());
        FolderLines.numbered(out, selected.told().count(), "EXISTS");
        if (!rev2) {
            FolderLines.numbered(out, selected.recents().count(selected.told()), "RECENT");
        }
        answers.line("OK [UIDVALIDITY " + folder.uidValidity() + "] UIDs valid");
        if (folder.unseen() > 0 && !rev2) {
            int unseen = firstUnseen(selected);
            answers.line("OK [UNSEEN " + unseen + "] MailboxMessage " + unseen + " is first unseen");
        }
        FolderLines.permanentFlags(answers, selected.keywords(), selected);
        answers.line("OK [HIGHESTMODSEQ " + folder.changed().number() + "] Highest");
        answers.line("OK [UIDNEXT " + folder.uidNext() + "] Predicted next UID");
        if (!answers.profile().isJames()) {
            // RFC 4467 §5
            answers.line("OK [URLMECH " + Mechanism.words() + "] For GENURLAUTH");
        }
    }

    /// The folder as LIST tells it.
    private void list(Session session, Answers answers, Place place) throws IOException {
        var path = place.folder().path();
        boolean parent = place.view().folders().stream()
                .filter(folder -> folder.path().isWithin(path) && !folder.path().equals(path))
                .anyMatch(folder -> places.rights(session, place.view(), folder).contains(Right.LOOKUP));
        var name = places.name(session, place.box().id(), path);
        answers.line("LIST (" + (parent ? "\\HasChildren" : "\\HasNoChildren") + ") \""
                + places.paths().dialect().delimiter() + "\" " + answers.quoted(name));
    }

    /// The keywords of CPM can be set in every folder, whether one carries them or not.
    // CPM-MSG §6.3 rule 1
    private static Set<String> withMeaningful(Set<String> used) {
        Set<String> all = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        all.addAll(Flags.MEANINGFUL);
        all.addAll(used);
        return all;
    }

    private static int firstUnseen(SelectedFolder selected) {
        var listing = selected.told();
        int count = listing.count();
        for (int index = 0; index < count; index++) {
            Entry entry = listing.at(index);
            if (!entry.flags().seen()) {
                return index + 1;
            }
        }
        return count;
    }
}
