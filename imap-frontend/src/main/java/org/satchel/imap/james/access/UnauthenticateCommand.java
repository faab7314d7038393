// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.access;

import java.io.IOException;
import org.apache.james.imap.api.ImapCommand;
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
import org.satchel.imap.james.session.Session;

/// UNAUTHENTICATE: the line stays, with its TLS but without its compression; the client on it is a stranger again. For
/// trusted servers that act for one account after the other.
// RFC 8437 §2
public final class UnauthenticateCommand extends Command<UnauthenticateCommand.Request> {
    public static final ImapCommand UNAUTHENTICATE = ImapCommand.authenticatedStateCommand("UNAUTHENTICATE");

    private final Authentication authentication;

    public UnauthenticateCommand(Authentication authentication) {
        super(Request.class);
        this.authentication = authentication;
    }

    @Override
    protected void run(Request request, Session session, Answers answers) throws IOException {
        answers.settle();
        authentication.leave(session.box().id());
        session.unauthenticate();
        // a NO is not permitted: from here on nothing of the box is asked
        answers.ok(request);
        session.then(session.connection()::expand);
    }

    /// Has no arguments.
    static final class Request extends AbstractImapRequest {
        Request(Tag tag) {
            super(tag, UNAUTHENTICATE);
        }
    }

    /// Reads the end of the line.
    public static final class Parser extends AbstractImapCommandParser {
        public Parser(StatusResponseFactory responses) {
            super(UNAUTHENTICATE, responses);
        }

        @Override
        protected ImapMessage decode(ImapRequestLineReader line, Tag tag, ImapSession session)
                throws DecodingException {
            line.eol();
            return new Request(tag);
        }
    }
}
