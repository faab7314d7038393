// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.io.IOException;
import org.apache.james.imap.message.request.NamespaceRequest;

/// NAMESPACE: one's own folders, and those of others where they are shared.
// RFC 2342
final class NamespaceCommand extends Command<NamespaceRequest> {
    private final Places places;

    NamespaceCommand(Places places) {
        super(NamespaceRequest.class);
        this.places = places;
    }

    @Override
    void run(NamespaceRequest request, Session session, Answers answers) throws IOException {
        var others = places.showsOthers() ? "((\"" + Places.OTHERS + "/\" \"/\"))" : "NIL";
        answers.line("NAMESPACE ((\"\" \"/\")) " + others + " NIL");
        answers.ok(request);
    }
}
