// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.announce;

import java.io.IOException;
import java.util.Locale;
import org.apache.james.imap.message.request.IdleRequest;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.Command;
import org.satchel.imap.james.session.Session;

/// IDLE: while the connection's thread waits for DONE, another waits for the log and tells the client what it brings.
// RFC 2177
public final class IdleCommand extends Command<IdleRequest> {
    private static final String DONE = "DONE";

    public IdleCommand() {
        super(IdleRequest.class);
    }

    @Override
    protected void run(IdleRequest request, Session session, Answers answers) throws IOException {
        answers.announce();
        answers.out().ascii("+ Idling").crlf();
        session.then(() -> idle(request, session, answers));
    }

    private static void idle(IdleRequest request, Session session, Answers answers) throws IOException {
        var telling = new Follower.Telling() {
            @Override
            public void news() throws IOException {
                answers.announce();
            }

            @Override
            public void nothing() throws IOException {
                answers.line("OK Still here");
            }
        };
        var line = Follower.during(session, telling, () -> line(session));
        if (line.isEmpty() && session.connection().ending().isPresent()) {
            return;
        }
        if (line.equalsIgnoreCase(DONE)) {
            answers.ok(request);
        } else {
            answers.bad(request, "failed. Continuation for IMAP IDLE was not understood. Expected 'DONE'.");
        }
    }

    private static String line(Session session) throws IOException {
        var input = session.connection().input();
        var text = new StringBuilder(DONE.length());
        while (true) {
            int next = input.read();
            if (next < 0) {
                return "";
            }
            if (next == '\n') {
                return text.toString().strip().toUpperCase(Locale.ROOT);
            }
            if (text.length() < 80) {
                text.append((char) next);
            }
        }
    }
}
