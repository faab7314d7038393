// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.append;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;
import org.apache.james.imap.message.request.AbstractImapRequest;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.intake.Intake;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.Command;
import org.satchel.imap.james.command.RequestReader;
import org.satchel.imap.james.grammar.UidText;
import org.satchel.imap.james.session.Place;
import org.satchel.imap.james.session.Places;
import org.satchel.imap.james.session.Session;
import org.satchel.model.Entry;
import org.satchel.model.PendingCommit;
import org.satchel.model.Right;
import org.satchel.model.StoreFailure;

/// APPEND: the objects stream from the line into the store, and enter the folder together; what cannot be taken is
/// refused before it is sent.
// RFC 3501 §6.3.11, RFC 4315 §3, RFC 3502, RFC 4469
public final class AppendCommand extends Command<AppendCommand.Request> {
    private final Places places;
    private final Intake intake;

    public AppendCommand(Places places, Intake intake) {
        super(Request.class);
        this.places = places;
        this.intake = intake;
    }

    @Override
    protected void run(Request request, Session session, Answers answers) throws IOException {
        var stored = store(request, session, answers);
        request.line.finishObject();
        answers.later(request, stored.objects, stored.answer);
    }

    /// What waits until the objects are stored, or for its turn to say why they are not.
    private record Stored(int objects, Answers.Late answer) {}

    private Stored store(Request request, Session session, Answers answers) throws IOException {
        try (var uploads = new Uploads(request.line, session, places, intake)) {
            var place = uploads.place(request.mailbox);
            uploads.take(request.first, place, 0);
            // RFC 3502 §6.3.11
            while (request.line.nextWordCharLenient().isPresent()) {
                uploads.take(Upload.read(request.line), place, 0);
            }
            var entries = new ArrayList<Entry>(uploads.count());
            var write = place.box().begin(session.actor(), tx -> {
                entries.clear();
                entries.addAll(uploads.deposit(tx, place));
            });
            return new Stored(uploads.count(), () -> answer(request, answers, () -> code(write, place, entries)));
        } catch (StoreFailure refused) {
            return new Stored(
                    1,
                    () -> answer(request, answers, () -> {
                        throw refused;
                    }));
        } catch (BadUrl bad) {
            return new Stored(1, () -> answers.no(request, bad.code(), "failed. No such part."));
        } catch (DecodingException garbage) {
            return new Stored(1, () -> answers.bad(request, "failed. Illegal arguments."));
        }
    }

    /// @return null for who may not read there: uids tell how many objects there have been
    // RFC 4315 §3
    private static @Nullable String code(PendingCommit write, Place place, List<Entry> entries) {
        write.await();
        if (!place.rights().contains(Right.READ)) {
            return null;
        }
        return "APPENDUID " + place.folder().uidValidity() + " "
                + UidText.text(
                        entries.stream().mapToLong(it -> it.uid().number()).toArray());
    }

    /// Gives the code of the OK, or the failure.
    private interface Outcome {
        @Nullable
        String code();
    }

    private static void answer(Request request, Answers answers, Outcome outcome) throws IOException {
        @Nullable String code;
        try {
            code = outcome.code();
        } catch (StoreFailure.NotFound gone) {
            answers.no(request, "TRYCREATE", "failed. No such mailbox.");
            return;
        } catch (StoreFailure.OverQuota full) {
            answers.no(request, "OVERQUOTA", "failed. Over quota.");
            return;
        }
        answers.ok(request, code, "completed.");
    }

    /// The arguments of the first object; it and the others are still on the line.
    static final class Request extends AbstractImapRequest {
        private final String mailbox;
        private final RequestReader line;
        private final Upload first;

        Request(Tag tag, String mailbox, RequestReader line, Upload first) {
            super(tag, ImapConstants.APPEND_COMMAND);
            this.mailbox = mailbox;
            this.line = line;
            this.first = first;
        }

        @Override
        public String toString() {
            return "APPEND";
        }
    }

    /// Reads the arguments and leaves the objects on the line; James's own parser would hold one in memory.
    public static final class Parser extends AbstractImapCommandParser {
        public Parser(StatusResponseFactory responses) {
            super(ImapConstants.APPEND_COMMAND, responses);
        }

        @Override
        protected ImapMessage decode(ImapRequestLineReader line, Tag tag, ImapSession session)
                throws DecodingException {
            var mailbox = line.mailbox();
            var reader = (RequestReader) line;
            return new Request(tag, mailbox, reader, Upload.read(reader));
        }
    }
}
