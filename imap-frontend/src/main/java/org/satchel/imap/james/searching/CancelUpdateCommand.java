// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.searching;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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

/// CANCELUPDATE: no longer tells of searches, which are named by their tags.
// RFC 5267 §4.3.5
public final class CancelUpdateCommand extends Command<CancelUpdateCommand.Asked> {
    private static final ImapCommand COMMAND = ImapCommand.selectedStateCommand("CANCELUPDATE");

    public CancelUpdateCommand() {
        super(Asked.class);
    }

    @Override
    protected void run(Asked request, Session session, Answers answers) throws IOException {
        var live = session.selection().live();
        if (!request.tags.stream().allMatch(live::has)) {
            answers.no(request, null, "failed. Unknown tag.");
            return;
        }
        // what changed until now was still asked for
        answers.announce();
        request.tags.forEach(live::cancel);
        answers.ok(request);
    }

    /// CANCELUPDATE as it was read.
    static final class Asked extends AbstractImapRequest {
        private final List<String> tags;

        Asked(Tag tag, List<String> tags) {
            super(tag, COMMAND);
            this.tags = tags;
        }
    }

    /// Reads CANCELUPDATE.
    public static final class Parser extends AbstractImapCommandParser {
        public Parser(StatusResponseFactory responses) {
            super(COMMAND, responses);
        }

        @Override
        protected ImapMessage decode(ImapRequestLineReader line, Tag tag, ImapSession session)
                throws DecodingException {
            var tags = new ArrayList<String>();
            line.nextWordChar();
            do {
                tags.add(line.consumeQuoted());
            } while (line.nextWordCharLenient().isPresent());
            line.eol();
            return new Asked(tag, tags);
        }
    }
}
