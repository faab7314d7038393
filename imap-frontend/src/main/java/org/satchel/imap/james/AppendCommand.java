// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Supplier;
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
import org.satchel.model.Deposit;
import org.satchel.model.Entry;
import org.satchel.model.Flags;
import org.satchel.model.Folder;
import org.satchel.model.StoreFailure;

/// APPEND: the object streams from the line into the store; what cannot be taken is refused before it is sent.
// RFC 3501 §6.3.11, RFC 4315 §3
final class AppendCommand extends Command<AppendCommand.Request> {
    private final Paths paths;
    private final Intake intake;

    AppendCommand(Paths paths, Intake intake) {
        super(Request.class);
        this.paths = paths;
        this.intake = intake;
    }

    @Override
    void run(Request request, Session session, Answers answers) throws IOException {
        var deposited = deposit(request, session);
        request.object.finish();
        answers.later(request, 1, () -> answer(request, answers, deposited));
    }

    private static void answer(Request request, Answers answers, Supplier<String> deposited) throws IOException {
        String code;
        try {
            code = deposited.get();
        } catch (StoreFailure.NotFound gone) {
            answers.no(request, "TRYCREATE", "failed. No such mailbox.");
            return;
        } catch (StoreFailure.OverQuota full) {
            answers.no(request, "OVERQUOTA", "failed. Over quota.");
            return;
        }
        answers.ok(request, code, "completed.");
    }

    /// Everything that can be refused before the bytes are sent is refused here.
    private Folder target(Request request, Session session) {
        var view = session.box().view();
        var folder = paths.maybe(request.mailbox)
                .flatMap(view::folder)
                .filter(Folder::selectable)
                .orElseThrow(() -> new StoreFailure.NotFound("folder " + request.mailbox));
        long size = request.object.size();
        if (size > session.connection().limits().objectBytesMax()) {
            throw new StoreFailure.TooLarge("object of " + size + " bytes");
        }
        var usage = view.usage();
        var quota = view.quota();
        if (size > quota.bytesMax() - usage.bytes() || usage.objects() >= quota.objectsMax()) {
            throw new StoreFailure.OverQuota("object of " + size + " bytes");
        }
        return folder;
    }

    /// @return what waits until the object is stored, and gives the code of the OK or the failure
    private Supplier<String> deposit(Request request, Session session) throws IOException {
        var box = session.box();
        try {
            var folder = target(request, session);
            try (var bytes = intake.open(request.object.open(), box.id(), folder.path());
                    var draft = box.draft(bytes, session.connection().limits().objectBytesMax())) {
                var entry = new Entry[1];
                var write = box.begin(session.actor(), tx -> {
                    var key = Intake.key(tx.view(), folder, draft.summary()).orElse(null);
                    entry[0] = tx.deposit(folder.id(), draft, new Deposit(request.flags, request.received, key));
                });
                return () -> {
                    write.await();
                    return "APPENDUID " + folder.uidValidity() + " " + entry[0].uid();
                };
            }
        } catch (StoreFailure refused) {
            return () -> {
                throw refused;
            };
        }
    }

    /// The arguments, and the object still on the line.
    static final class Request extends AbstractImapRequest {
        private final String mailbox;
        private final Flags flags;
        private final @Nullable Instant received;
        private final RequestReader.ObjectLiteral object;

        Request(Tag tag, String mailbox, Flags flags, @Nullable Instant received, RequestReader.ObjectLiteral object) {
            super(tag, ImapConstants.APPEND_COMMAND);
            this.mailbox = mailbox;
            this.flags = flags;
            this.received = received;
            this.object = object;
        }

        @Override
        public String toString() {
            return "APPEND " + mailbox;
        }
    }

    /// Reads the arguments and leaves the object on the line; James's own parser would hold it in memory.
    static final class Parser extends AbstractImapCommandParser {
        Parser(StatusResponseFactory responses) {
            super(ImapConstants.APPEND_COMMAND, responses);
        }

        @Override
        protected ImapMessage decode(ImapRequestLineReader line, Tag tag, ImapSession session)
                throws DecodingException {
            var mailbox = line.mailbox();
            var flags = line.nextWordChar() == '(' ? FlagText.fromJames(line.flagList()) : Flags.NONE;
            Instant received = null;
            if (line.nextWordChar() == '"') {
                // the grammar of James turns the date into the zone of this machine
                received = line.dateTime().atZone(ZoneId.systemDefault()).toInstant();
            }
            return new Request(tag, mailbox, flags, received, ((RequestReader) line).objectLiteral());
        }
    }
}
