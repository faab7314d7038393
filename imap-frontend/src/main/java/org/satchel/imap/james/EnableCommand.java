// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.io.IOException;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.message.request.EnableRequest;
import org.satchel.imap.ImapExtension;

/// ENABLE: CONDSTORE, QRESYNC and UTF8=ACCEPT; other words are passed over.
// RFC 5161 §3.1, RFC 6855 §3
final class EnableCommand extends Command<EnableRequest> {
    EnableCommand() {
        super(EnableRequest.class);
    }

    @Override
    void run(EnableRequest request, Session session, Answers answers) throws IOException {
        boolean speaksUtf8 = answers.profile().has(ImapExtension.UTF8_ACCEPT)
                && request.getCapabilities().contains(Session.UTF8);
        if (speaksUtf8 && session.folder() != null) {
            answers.bad(request, "failed. UTF8=ACCEPT is enabled before a folder is selected.");
            return;
        }
        boolean before = session.hasCondstore();
        var enabled = new StringBuilder();
        for (var capability : request.getCapabilities()) {
            boolean known = capability.equals(ImapConstants.SUPPORTS_QRESYNC)
                    || capability.equals(ImapConstants.SUPPORTS_CONDSTORE)
                    || (speaksUtf8 && capability.equals(Session.UTF8));
            if (known && session.enable(capability)) {
                enabled.append(' ').append(capability.asString());
            }
        }
        // RFC 7162 §3.2.3
        if (session.hasQresync() && session.enable(ImapConstants.SUPPORTS_CONDSTORE)) {
            enabled.append(" CONDSTORE");
        }
        answers.line("ENABLED" + enabled);
        if (!before && session.hasCondstore()) {
            FolderLines.highestModSeq(session, answers);
        }
        answers.ok(request);
    }
}
