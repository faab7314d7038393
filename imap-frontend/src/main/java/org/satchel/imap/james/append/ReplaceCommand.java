// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.append;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.parser.ReplaceCommandParser;
import org.apache.james.imap.message.request.AbstractImapRequest;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.intake.Intake;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.Command;
import org.satchel.imap.james.command.RequestReader;
import org.satchel.imap.james.grammar.NumberSet;
import org.satchel.imap.james.grammar.Words;
import org.satchel.imap.james.session.Place;
import org.satchel.imap.james.session.Places;
import org.satchel.imap.james.session.SelectedFolder;
import org.satchel.imap.james.session.Session;
import org.satchel.model.BoxTransaction;
import org.satchel.model.Change;
import org.satchel.model.Entry;
import org.satchel.model.FolderId;
import org.satchel.model.Right;
import org.satchel.model.StoreFailure;
import org.satchel.model.Uid;

/// REPLACE: one write deposits an object and removes the one whose place it takes.
// RFC 8508
public final class ReplaceCommand extends Command<ReplaceCommand.Request> {
    private static final Set<Right> REMOVING = Set.of(Right.DELETE_OBJECT, Right.EXPUNGE);

    private final Places places;
    private final Intake intake;

    public ReplaceCommand(Places places, Intake intake) {
        super(Request.class);
        this.places = places;
        this.intake = intake;
    }

    @Override
    protected void run(Request request, Session session, Answers answers) throws IOException {
        var selected = session.selection();
        if (selected.isReadOnly()) {
            refuse(request, answers, null, "failed. Mailbox is read only.");
            return;
        }
        var old = named(request, selected);
        if (old == null) {
            request.line.finishObject();
            answers.bad(request, "failed. Invalid messageset.");
            return;
        }
        try (var uploads = new Uploads(request.line, session, places, intake)) {
            var view = selected.box().view();
            if (!selected.rights(view).containsAll(REMOVING)) {
                throw new StoreFailure.NotPermitted("REPLACE");
            }
            var freed = view.listing(selected.folder()).find(old);
            if (freed.isEmpty()) {
                refuse(request, answers, "NONEXISTENT", "failed. No such message.");
                return;
            }
            var place = uploads.place(request.mailbox);
            uploads.take(
                    request.upload,
                    place,
                    place.isIn(selected.box()) ? freed.get().size() : 0);
            request.line.finishObject();
            write(request, session, answers, new Exchange(uploads, place, old));
        } catch (StoreFailure.NotFound gone) {
            refuse(request, answers, "TRYCREATE", "failed. No such mailbox.");
        } catch (StoreFailure failure) {
            request.line.finishObject();
            throw failure;
        } catch (BadUrl bad) {
            refuse(request, answers, bad.code(), "failed. No such part.");
        } catch (DecodingException garbage) {
            request.line.finishObject();
            answers.bad(request, "failed. Illegal arguments.");
        }
    }

    /// @return null when no object has the number; one with the uid need not be there
    private static @Nullable Uid named(Request request, SelectedFolder selected) {
        if (request.uids && request.number != NumberSet.STAR) {
            return Uid.of(request.number);
        }
        int count = selected.told().count();
        long number = request.number == NumberSet.STAR ? count : request.number;
        return number < 1 || number > count
                ? null
                : selected.told().at((int) number - 1).uid();
    }

    private record Exchange(Uploads uploads, Place place, Uid old) {
        Entry deposit(BoxTransaction tx) {
            return uploads.deposit(tx, place).getFirst();
        }

        void remove(BoxTransaction tx, FolderId from) {
            if (tx.remove(from, List.of(old), Change.Cause.REMOVED).isEmpty()) {
                throw new StoreFailure.Conflict("message " + old + " is gone");
            }
        }
    }

    private static void write(Request request, Session session, Answers answers, Exchange exchange) throws IOException {
        Entry fresh;
        try {
            fresh = exchange(session, exchange);
        } catch (StoreFailure.Conflict gone) {
            answers.no(request, "NONEXISTENT", "failed. No such message.");
            return;
        }
        if (exchange.place.rights().contains(Right.READ)) { // else RFC 4315 §3: uids are not told
            // before the EXPUNGE, RFC 8508 §3.4
            answers.line("OK [APPENDUID " + exchange.place.folder().uidValidity() + " " + fresh.uid()
                    + "] Replacement Message ready");
        }
        answers.ok(request);
    }

    /// In two boxes it takes two writes: the new object is there before the old one goes.
    private static Entry exchange(Session session, Exchange exchange) {
        var selected = session.selection();
        var target = exchange.place.box();
        var fresh = new Entry[1];
        if (exchange.place.isIn(selected.box())) {
            target.write(session.actor(), tx -> {
                // first, so that a full box can take what is no larger
                exchange.remove(tx, selected.folder());
                fresh[0] = exchange.deposit(tx);
            });
        } else {
            target.write(session.actor(), tx -> fresh[0] = exchange.deposit(tx));
            selected.box().write(session.actor(), tx -> exchange.remove(tx, selected.folder()));
        }
        return fresh[0];
    }

    private static void refuse(Request request, Answers answers, @Nullable String code, String text)
            throws IOException {
        request.line.finishObject();
        answers.no(request, code, text);
    }

    /// What is to be replaced; the new object is still on the line.
    public static final class Request extends AbstractImapRequest {
        private final boolean uids;
        private final long number;
        private final String mailbox;
        private final RequestReader line;
        private final Upload upload;

        /// @param number of an object, or its uid; [NumberSet#STAR] for the last one
        Request(Tag tag, boolean uids, long number, String mailbox, RequestReader line, Upload upload) {
            super(tag, ImapConstants.REPLACE_COMMAND);
            this.uids = uids;
            this.number = number;
            this.mailbox = mailbox;
            this.line = line;
            this.upload = upload;
        }

        @Override
        public String toString() {
            return "REPLACE";
        }
    }

    /// Reads the arguments and leaves the object on the line; James's own parser would hold it in memory.
    public static final class Parser extends ReplaceCommandParser {
        public Parser(StatusResponseFactory responses) {
            super(responses, Clock.systemUTC());
        }

        @Override
        protected ImapMessage decode(ImapRequestLineReader line, Tag tag, boolean useUids, ImapSession session)
                throws DecodingException {
            long number = number(line);
            var mailbox = line.mailbox();
            var reader = (RequestReader) line;
            return new Request(tag, useUids, number, mailbox, reader, Upload.read(reader));
        }

        // RFC 3501 §9 (seq-number)
        private static long number(ImapRequestLineReader line) throws DecodingException {
            if (line.nextWordChar() == '*') {
                line.consumeChar('*');
                return NumberSet.STAR;
            }
            long number = line.number();
            if (number < 1 || number > Uid.LAST.number()) {
                throw Words.illegal("no number of a message");
            }
            return number;
        }
    }
}
