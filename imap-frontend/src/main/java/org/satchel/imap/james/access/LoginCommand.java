// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import org.satchel.imap.james.session.Session;

/// LOGIN: name and password in the clear.
// RFC 3501 §6.2.3
public final class LoginCommand extends Command<LoginCommand.Request> {
    private final Authentication authentication;

    public LoginCommand(Authentication authentication) {
        super(Request.class);
        this.authentication = authentication;
    }

    @Override
    protected void run(Request request, Session session, Answers answers) throws IOException {
        authentication.login(request.user, request.password, request, session, answers);
    }

    /// Name and password, in the spelling of the client.
    static final class Request extends AbstractImapRequest {
        private final String user;
        private final String password;

        Request(Tag tag, String user, String password) {
            super(tag, ImapConstants.LOGIN_COMMAND);
            this.user = user;
            this.password = password;
        }

        @Override
        public String toString() {
            return "LOGIN";
        }
    }

    /// Reads the arguments; James's own parser would change the case of the name.
    public static final class Parser extends AbstractImapCommandParser {
        public Parser(StatusResponseFactory responses) {
            super(ImapConstants.LOGIN_COMMAND, responses);
        }

        @Override
        protected ImapMessage decode(ImapRequestLineReader line, Tag tag, ImapSession session)
                throws DecodingException {
            var user = line.astring(StandardCharsets.UTF_8);
            var password = line.astring(StandardCharsets.UTF_8);
            line.eol();
            return new Request(tag, user, password);
        }
    }
}
