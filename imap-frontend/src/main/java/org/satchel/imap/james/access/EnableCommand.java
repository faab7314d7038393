// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.access;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.message.request.EnableRequest;
import org.satchel.imap.ImapExtension;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.Command;
import org.satchel.imap.james.command.FolderLines;
import org.satchel.imap.james.grammar.Profile;
import org.satchel.imap.james.session.Session;

/// ENABLE: CONDSTORE, QRESYNC, UTF8=ACCEPT and, where it is offered, IMAP4rev2; other words are passed over.
// RFC 5161 §3.1, RFC 6855 §3, RFC 9051 §6.3.1
public final class EnableCommand extends Command<EnableRequest> {
    /// What changes how an open folder is told of.
    private static final Set<Capability> EARLY = Set.of(Session.UTF8, Session.REV2);

    public EnableCommand() {
        super(EnableRequest.class);
    }

    @Override
    protected void run(EnableRequest request, Session session, Answers answers) throws IOException {
        var offered = offered(session, answers.profile());
        var early = request.getCapabilities().stream()
                .filter(EARLY::contains)
                .filter(offered::contains)
                .findFirst();
        if (early.isPresent() && session.folder() != null) {
            answers.bad(request, "failed. " + word(early.get()) + " is enabled before a folder is selected.");
            return;
        }
        boolean before = session.hasCondstore();
        var enabled = new StringBuilder();
        for (var capability : request.getCapabilities()) {
            if (offered.contains(capability) && session.enable(capability)) {
                enabled.append(' ').append(word(capability));
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

    private static String word(Capability capability) {
        return capability.equals(Session.REV2) ? Session.REV2_WORD : capability.asString();
    }

    private static Set<Capability> offered(Session session, Profile profile) {
        var offered = new HashSet<>(Set.of(ImapConstants.SUPPORTS_QRESYNC, ImapConstants.SUPPORTS_CONDSTORE));
        if (profile.has(ImapExtension.UTF8_ACCEPT)) {
            offered.add(Session.UTF8);
        }
        if (session.connection().manners().offersRev2()) {
            offered.add(Session.REV2);
        }
        return offered;
    }
}
