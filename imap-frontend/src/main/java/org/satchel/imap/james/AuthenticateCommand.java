// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.james.imap.message.request.AuthenticateRequest;
import org.apache.james.imap.message.request.IRAuthenticateRequest;
import org.satchel.imap.Connection;

/// AUTHENTICATE with the mechanism PLAIN, with or without the answer on the first line.
// RFC 3501 §6.2.2, RFC 4959, RFC 4616
final class AuthenticateCommand extends Command<AuthenticateRequest> {
    private final Authentication authentication;

    AuthenticateCommand(Authentication authentication) {
        super(AuthenticateRequest.class);
        this.authentication = authentication;
    }

    @Override
    void run(AuthenticateRequest request, Session session, Answers answers) throws IOException {
        if (!request.getAuthType().equalsIgnoreCase("PLAIN")) {
            answers.no(request, null, "failed. Authentication mechanism is unsupported.");
        } else if (session.connection().mustSecure()) {
            authentication.refuseClearText(request, answers);
        } else {
            session.then(() -> {
                // RFC 3501 §9 (continue-req): the space is part of it; James leaves it out
                answers.out().ascii(answers.profile().isJames() ? "+" : "+ ").crlf();
                decide(line(session.connection()), request, session, answers);
            });
        }
    }

    /// For the request that brings the answer with it, which is a class of its own.
    Command<IRAuthenticateRequest> withInitialResponse() {
        return new Command<>(IRAuthenticateRequest.class) {
            @Override
            void run(IRAuthenticateRequest request, Session session, Answers answers) throws IOException {
                if (!request.getAuthType().equalsIgnoreCase("PLAIN")) {
                    answers.no(request, null, "failed. Authentication mechanism is unsupported.");
                } else {
                    decide(request.getInitialClientResponse(), request, session, answers);
                }
            }
        };
    }

    private void decide(String response, AuthenticateRequest request, Session session, Answers answers)
            throws IOException {
        if (response.equals("*")) {
            answers.bad(request, "failed. Cancelled.");
            return;
        }
        var parts = parts(response);
        if (parts.length != 3 || parts[1].isEmpty()) {
            authentication.fail(request, session, answers, "failed. Authentication failed.");
            return;
        }
        boolean forAnother = !parts[0].isEmpty() && !parts[0].equals(parts[1]);
        if (forAnother) {
            authentication.check(login -> login.checkFor(parts[0], parts[1], parts[2]), request, session, answers);
            if (session.isKnown()) {
                session.proxied();
            }
        } else {
            authentication.check(login -> login.check(parts[1], parts[2]), request, session, answers);
        }
    }

    /// For whom, who, password. Lenient with clients that leave out the first.
    private static String[] parts(String response) {
        try {
            var text = new String(Base64.getDecoder().decode(response), StandardCharsets.UTF_8);
            var parts = text.split("\0", -1);
            return parts.length == 2 ? new String[] {"", parts[0], parts[1]} : parts;
        } catch (IllegalArgumentException garbage) {
            return new String[0];
        }
    }

    private static String line(Connection connection) throws IOException {
        var text = new StringBuilder();
        while (true) {
            int next = connection.input().read();
            if (next < 0 || text.length() > connection.limits().literalBytesMaxBeforeLogin()) {
                throw new RequestReader.Broken(next < 0 ? "" : "answer is too long");
            }
            if (next == '\n') {
                return text.toString().strip();
            }
            text.append((char) next);
        }
    }
}
