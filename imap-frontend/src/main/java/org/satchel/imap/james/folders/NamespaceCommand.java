// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.folders;

import java.io.IOException;
import org.apache.james.imap.message.request.NamespaceRequest;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.Command;
import org.satchel.imap.james.session.Places;
import org.satchel.imap.james.session.Session;

/// NAMESPACE: one's own folders, and those of others where they are shared.
// RFC 2342
public final class NamespaceCommand extends Command<NamespaceRequest> {
    private final Places places;

    public NamespaceCommand(Places places) {
        super(NamespaceRequest.class);
        this.places = places;
    }

    @Override
    protected void run(NamespaceRequest request, Session session, Answers answers) throws IOException {
        var others = places.showsOthers() ? "((\"" + Places.OTHERS + "/\" \"/\"))" : "NIL";
        answers.line("NAMESPACE ((\"\" \"/\")) " + others + " NIL");
        answers.ok(request);
    }
}
