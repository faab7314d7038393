// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.access;

import java.io.IOException;
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
import org.satchel.imap.james.session.Session;

/// ID: what a client says of itself is read and not kept; the server gives its name.
// RFC 2971
public final class IdCommand extends Command<IdCommand.Request> {
    /// Fields that a client may give.
    // RFC 2971 §3.3
    private static final int FIELDS_MAX = 30;

    public IdCommand() {
        super(Request.class);
    }

    @Override
    protected void run(Request request, Session session, Answers answers) throws IOException {
        answers.line(answers.profile().isJames() ? "ID ()" : "ID (\"name\" \"Satchel\")");
        answers.ok(request);
    }

    /// Nothing of what was said.
    static final class Request extends AbstractImapRequest {
        Request(Tag tag) {
            super(tag, ImapConstants.ID_COMMAND);
        }
    }

    /// Reads a list of names and values, of which each may be NIL; the list may be empty, or NIL.
    public static final class Parser extends AbstractImapCommandParser {
        public Parser(StatusResponseFactory responses) {
            super(ImapConstants.ID_COMMAND, responses);
        }

        @Override
        protected ImapMessage decode(ImapRequestLineReader line, Tag tag, ImapSession session)
                throws DecodingException {
            if (line.nextWordChar() == '(') {
                line.consumeChar('(');
                fields(line, ((Session) session).connection().manners().understandsMistakes());
            } else if (Words.value(line).isPresent()) {
                throw Words.illegal("neither a list nor NIL");
            }
            line.eol();
            return new Request(tag);
        }

        /// @param commas whether they may stand where only spaces should
        private static void fields(ImapRequestLineReader line, boolean commas) throws DecodingException {
            for (int count = 0; line.nextWordChar() != ')'; count++) {
                if (count == FIELDS_MAX) {
                    throw Words.illegal("more than " + FIELDS_MAX + " in one list");
                }
                Words.string(line);
                skipComma(line, commas);
                Words.value(line);
                skipComma(line, commas);
            }
            line.consumeChar(')');
        }

        private static void skipComma(ImapRequestLineReader line, boolean commas) throws DecodingException {
            if (commas && line.nextWordChar() == ',') {
                line.consumeChar(',');
            }
        }
    }
}
