// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.searching;

import java.io.IOException;
import org.apache.james.imap.api.ImapCommand;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.message.request.AbstractImapRequest;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.Command;
import org.satchel.imap.james.session.KeptResult;
import org.satchel.imap.james.session.Session;

/// Refuses what is written in a character set that is not known, and says which ones are. James would list every one
/// that the runtime has.
// RFC 3501 §7.1
public final class UnknownCharset extends Command<UnknownCharset.Asked> {
    private static final String CODE = "BADCHARSET (US-ASCII UTF-8)";

    public UnknownCharset() {
        super(Asked.class);
    }

    @Override
    protected void run(Asked request, Session session, Answers answers) throws IOException {
        var selected = session.folder();
        if (request.saves && selected != null) {
            // RFC 5182 §2.1
            selected.keep(KeptResult.NONE);
        }
        answers.no(request, CODE, "failed. Unknown character set.");
    }

    /// What was asked for.
    static final class Asked extends AbstractImapRequest {
        private final boolean saves;

        /// @param saves whether `$` was to be set
        Asked(Tag tag, ImapCommand command, boolean saves) {
            super(tag, command);
            this.saves = saves;
        }
    }
}
