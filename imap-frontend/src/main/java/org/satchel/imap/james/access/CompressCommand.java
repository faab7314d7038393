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

/// COMPRESS: from its OK on both sides send DEFLATE. Once in a connection, and for clients that have logged in: what a
/// stranger sends is not worth a window.
// RFC 4978 §3
public final class CompressCommand extends Command<CompressCommand.Request> {
    private static final ImapCommand COMPRESS = ImapCommand.authenticatedStateCommand("COMPRESS");

    public CompressCommand() {
        super(Request.class);
    }

    @Override
    protected void run(Request request, Session session, Answers answers) throws IOException {
        var connection = session.connection();
        if (!request.algorithm.equalsIgnoreCase("DEFLATE")) {
            answers.no(request, null, "failed. Compression is unsupported.");
        } else if (connection.isCompressed()) {
            answers.no(request, "COMPRESSIONACTIVE", "failed. DEFLATE is active.");
        } else if (!connection.mayCompress()) {
            answers.no(request, "LIMIT", "failed. Too many compressed connections.");
        } else {
            answers.ok(request, null, "DEFLATE active.");
            session.then(connection::compress);
        }
    }

    /// The name of an algorithm.
    static final class Request extends AbstractImapRequest {
        private final String algorithm;

        Request(Tag tag, String algorithm) {
            super(tag, COMPRESS);
            this.algorithm = algorithm;
        }
    }

    /// Reads the argument.
    public static final class Parser extends AbstractImapCommandParser {
        public Parser(StatusResponseFactory responses) {
            super(COMPRESS, responses);
        }

        @Override
        protected ImapMessage decode(ImapRequestLineReader line, Tag tag, ImapSession session)
                throws DecodingException {
            var algorithm = line.atom();
            line.eol();
            return new Request(tag, algorithm);
        }
    }
}
