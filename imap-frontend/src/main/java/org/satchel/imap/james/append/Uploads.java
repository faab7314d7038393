// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.append;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.satchel.imap.intake.Intake;
import org.satchel.imap.james.command.RequestReader;
import org.satchel.imap.james.session.Place;
import org.satchel.imap.james.session.Places;
import org.satchel.imap.james.session.Session;
import org.satchel.model.BoxTransaction;
import org.satchel.model.Deposit;
import org.satchel.model.Draft;
import org.satchel.model.Entry;
import org.satchel.model.Right;
import org.satchel.model.StoreFailure;

/// Takes the objects of one command from the line into drafts, which one write deposits, all or none.
///
/// What can be refused before its bytes are sent is refused then. All objects of a command together are no larger than
/// one may be.
// RFC 3502 §6
final class Uploads implements AutoCloseable {
    private final RequestReader line;
    private final Session session;
    private final Places places;
    private final Intake intake;
    private final List<Taken> taken = new ArrayList<>();
    private long bytesLeft;

    private record Taken(Draft draft, Deposit how) {}

    Uploads(RequestReader line, Session session, Places places, Intake intake) {
        this.line = line;
        this.session = session;
        this.places = places;
        this.intake = intake;
        this.bytesLeft = session.connection().limits().objectBytesMax();
    }

    /// @throws StoreFailure.NotFound when the client can know of no folder of this name
    /// @throws StoreFailure.NotPermitted when it may put nothing into it
    Place place(String mailbox) {
        return places.selectable(session, mailbox).demanding(Right.INSERT);
    }

    /// Takes one object.
    ///
    /// @param freed bytes that the same write gives back
    void take(Upload upload, Place place, long freed) throws IOException {
        var quota = place.view().quota();
        var usage = place.view().usage();
        long roomLeft = quota.bytesMax() - usage.bytes() + freed - takenBytes();
        boolean full = usage.objects() + taken.size() - (freed > 0 ? 1 : 0) >= quota.objectsMax();
        var literal = upload.literal();
        if (literal != null && literal.size() == 0) {
            // RFC 3502 §6.3.11
            throw new StoreFailure.Conflict("object without a byte");
        }
        if (literal != null && literal.size() > bytesLeft) {
            throw new StoreFailure.TooLarge("object of " + literal.size() + " bytes");
        }
        if (full || (literal != null && literal.size() > roomLeft)) {
            throw new StoreFailure.OverQuota("object for a full box");
        }
        try (var bytes = open(upload, place)) {
            var draft = place.box().draft(bytes, bytesLeft);
            taken.add(new Taken(draft, upload.how()));
            bytesLeft -= draft.payload().size();
        }
        if (upload.utf8()) {
            line.nextWordChar();
            line.consumeChar(')');
        }
    }

    int count() {
        return taken.size();
    }

    /// Deposits what was taken, in its order. What a guest brings is new: it neither tells what the owner has, nor
    /// stands in the way of what is to come.
    List<Entry> deposit(BoxTransaction tx, Place place) {
        var folder = place.folder();
        boolean isGuest = !place.isIn(session.box());
        var entries = new ArrayList<Entry>(taken.size());
        for (var one : taken) {
            var key = isGuest
                    ? null
                    : Intake.key(tx.view(), folder, one.draft.summary()).orElse(null);
            var how = new Deposit(one.how.flags(), one.how.received(), key);
            entries.add(tx.deposit(folder.id(), one.draft, how));
        }
        return entries;
    }

    @Override
    public void close() {
        taken.forEach(one -> one.draft.close());
    }

    /// What comes as bytes is stored as it is, but for conversations: their clients read lines.
    // RFC 3516 §4.4, CPM-MSG §13 rule 5
    private InputStream open(Upload upload, Place place) throws IOException {
        var path = place.folder().path();
        var literal = upload.literal();
        InputStream sent =
                literal == null ? new Composition(line, new NamedParts(session, places), bytesLeft) : literal.open();
        var bytes = session.hasUtf8() ? sent : new AsciiHeader(sent);
        boolean asItIs = literal != null && literal.isBinary() && !upload.utf8();
        return asItIs && !Intake.isConversation(path)
                ? bytes
                : intake.open(bytes, place.box().id(), path);
    }

    private long takenBytes() {
        return taken.stream().mapToLong(one -> one.draft.payload().size()).sum();
    }
}
