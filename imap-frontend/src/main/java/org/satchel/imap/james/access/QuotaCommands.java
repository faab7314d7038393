// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.access;

import java.io.IOException;
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
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.Command;
import org.satchel.imap.james.grammar.Words;
import org.satchel.imap.james.session.Places;
import org.satchel.imap.james.session.Session;
import org.satchel.model.BoxView;
import org.satchel.model.StoreFailure;

/// GETQUOTA, GETQUOTAROOT and SETQUOTA: a box has one quota, whose root has the empty name.
///
/// A resource without a limit is not told, for the grammar has no word for "without". Who sets limits is the operator,
/// who does not do so here.
// RFC 9208 §4
public final class QuotaCommands {
    private static final String ROOT = "";
    private static final long STORAGE_UNIT_BYTES = 1024; // RFC 9208 §5.1
    private static final int RESOURCES_MAX = 16;

    private final Places places;

    public QuotaCommands(Places places) {
        this.places = places;
    }

    public List<Command<?>> all() {
        return List.of(new Get(), new GetRoot(), new Set());
    }

    public static List<AbstractImapCommandParser> parsers(StatusResponseFactory responses) {
        return List.of(new GetParser(responses), new GetRootParser(responses), new SetParser(responses));
    }

    private static void write(BoxView view, Answers answers) throws IOException {
        var quota = view.quota();
        var usage = view.usage();
        var out = answers.out();
        answers.settle();
        out.ascii("* QUOTA \"\" (");
        boolean storage = quota.bytesMax() != Long.MAX_VALUE;
        if (storage) {
            out.ascii("STORAGE ").number((usage.bytes() + STORAGE_UNIT_BYTES - 1) / STORAGE_UNIT_BYTES);
            out.ascii(" ").number(quota.bytesMax() / STORAGE_UNIT_BYTES);
        }
        if (quota.objectsMax() != Long.MAX_VALUE) {
            out.ascii(storage ? " MESSAGE " : "MESSAGE ").number(usage.objects());
            out.ascii(" ").number(quota.objectsMax());
        }
        out.ascii(")").crlf();
    }

    private static void demandRoot(String root) {
        if (!root.equals(ROOT)) {
            throw new StoreFailure.NotFound("quota root");
        }
    }

    private static final class Get extends Command<GetRequest> {
        Get() {
            super(GetRequest.class);
        }

        @Override
        protected void run(GetRequest request, Session session, Answers answers) throws IOException {
            demandRoot(request.root);
            write(session.box().view(), answers);
            answers.ok(request);
        }
    }

    private final class GetRoot extends Command<GetRootRequest> {
        GetRoot() {
            super(GetRootRequest.class);
        }

        @Override
        protected void run(GetRootRequest request, Session session, Answers answers) throws IOException {
            var spot = places.spot(session, request.mailbox)
                    .orElseThrow(() -> new StoreFailure.NotFound("folder " + request.mailbox));
            boolean own = spot.isIn(session.box());
            if (!own) {
                places.present(session, request.mailbox);
            }
            // how full somebody else's box is, is nobody's business
            answers.line("QUOTAROOT " + answers.quoted(request.mailbox) + (own ? " \"\"" : ""));
            if (own) {
                // RFC 9208 §4.1.2: the folder need not be there
                write(session.box().view(), answers);
            }
            answers.ok(request);
        }
    }

    private static final class Set extends Command<SetRequest> {
        Set() {
            super(SetRequest.class);
        }

        @Override
        protected void run(SetRequest request, Session session, Answers answers) {
            demandRoot(request.root);
            throw new StoreFailure.NotPermitted("quota is the operator's"); // RFC 9208 §4.1.3
        }
    }

    /// GETQUOTA.
    static final class GetRequest extends AbstractImapRequest {
        private final String root;

        private GetRequest(Tag tag, String root) {
            super(tag, ImapConstants.GETQUOTA_COMMAND);
            this.root = root;
        }
    }

    /// GETQUOTAROOT.
    static final class GetRootRequest extends AbstractImapRequest {
        private final String mailbox;

        private GetRootRequest(Tag tag, String mailbox) {
            super(tag, ImapConstants.GETQUOTAROOT_COMMAND);
            this.mailbox = mailbox;
        }
    }

    /// SETQUOTA; the limits are read and not kept.
    static final class SetRequest extends AbstractImapRequest {
        private final String root;

        private SetRequest(Tag tag, String root) {
            super(tag, ImapConstants.SETQUOTA_COMMAND);
            this.root = root;
        }
    }

    private static final class GetParser extends AbstractImapCommandParser {
        GetParser(StatusResponseFactory responses) {
            super(ImapConstants.GETQUOTA_COMMAND, responses);
        }

        @Override
        protected ImapMessage decode(ImapRequestLineReader line, Tag tag, ImapSession session)
                throws DecodingException {
            var root = Words.string(line);
            line.eol();
            return new GetRequest(tag, root);
        }
    }

    private static final class GetRootParser extends AbstractImapCommandParser {
        GetRootParser(StatusResponseFactory responses) {
            super(ImapConstants.GETQUOTAROOT_COMMAND, responses);
        }

        @Override
        protected ImapMessage decode(ImapRequestLineReader line, Tag tag, ImapSession session)
                throws DecodingException {
            var mailbox = line.mailbox();
            line.eol();
            return new GetRootRequest(tag, mailbox);
        }
    }

    private static final class SetParser extends AbstractImapCommandParser {
        SetParser(StatusResponseFactory responses) {
            super(ImapConstants.SETQUOTA_COMMAND, responses);
        }

        @Override
        protected ImapMessage decode(ImapRequestLineReader line, Tag tag, ImapSession session)
                throws DecodingException {
            var root = Words.string(line);
            line.nextWordChar();
            line.consumeChar('(');
            if (line.nextWordChar() == ')') {
                line.consumeChar(')');
            } else {
                Words.rest(line, RESOURCES_MAX, () -> limit(line));
            }
            line.eol();
            return new SetRequest(tag, root);
        }

        private static void limit(ImapRequestLineReader line) throws DecodingException {
            Words.keyword(line);
            line.nextWordChar();
            line.number(true);
        }
    }
}
