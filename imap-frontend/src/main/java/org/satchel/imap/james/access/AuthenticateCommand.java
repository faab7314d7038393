// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.access;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;
import org.apache.james.imap.message.request.AbstractImapRequest;
import org.satchel.imap.Connection;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.Broken;
import org.satchel.imap.james.command.Command;
import org.satchel.imap.james.session.Session;
import org.satchel.imap.sasl.Exchange;
import org.satchel.imap.sasl.Mechanism;
import org.satchel.imap.sasl.Step;
import org.satchel.model.StoreFailure;

/// AUTHENTICATE: carries the answers of a mechanism to and fro, the first one on the line of the command or not.
// RFC 3501 §6.2.2, RFC 4959
public final class AuthenticateCommand extends Command<AuthenticateCommand.Request> {
    /// Longest answer, in Base64: a token with many claims fits.
    private static final int ANSWER_CHARACTERS_MAX = 16 * 1024;
    /// No mechanism needs more; what goes on is refused.
    private static final int ANSWERS_MAX = 8;

    private final Authentication authentication;
    private final CapabilityCommand capabilities;

    public AuthenticateCommand(Authentication authentication, CapabilityCommand capabilities) {
        super(Request.class);
        this.authentication = authentication;
        this.capabilities = capabilities;
    }

    @Override
    protected void run(Request request, Session session, Answers answers) throws IOException {
        var mechanism = capabilities.mechanism(request.mechanism, session.connection());
        if (mechanism.isEmpty()) {
            answers.no(request, null, "failed. Authentication mechanism is unsupported.");
        } else if (session.connection().mustSecure()) {
            authentication.refuseClearText(request, answers);
        } else {
            session.then(() -> talk(mechanism.get(), request, session, answers));
        }
    }

    private void talk(Mechanism mechanism, Request request, Session session, Answers answers) throws IOException {
        var exchange = mechanism.begin(CapabilityCommand.line(session.connection()));
        try (var turn = authentication.turn(request, session, answers)) {
            var answer = request.initial.isEmpty() ? ask("", session, answers) : request.initial;
            for (int count = 1; count <= ANSWERS_MAX; count++) {
                if (answer.equals("*")) {
                    answers.bad(request, "failed. Cancelled.");
                    return;
                }
                var challenge = turn.settle(step(exchange, answer));
                if (challenge.isEmpty()) {
                    return;
                }
                answer = ask(challenge.get(), session, answers);
            }
            turn.settle(Step.wrong());
        } catch (StoreFailure failure) {
            answers.no(request, failure);
        }
    }

    private static Step step(Exchange exchange, String answer) {
        return decoded(answer).map(exchange::next).orElseGet(Step::wrong);
    }

    private static Optional<String> decoded(String answer) {
        try {
            // RFC 4959 §3
            var bytes = answer.equals("=") ? new byte[0] : Base64.getDecoder().decode(answer);
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (IllegalArgumentException | CharacterCodingException garbage) {
            return Optional.empty();
        }
    }

    // RFC 3501 §9 (continue-req): the space is part of it; James leaves it out
    private static String ask(String challenge, Session session, Answers answers) throws IOException {
        var text = Base64.getEncoder().encodeToString(challenge.getBytes(StandardCharsets.UTF_8));
        answers.out()
                .ascii(answers.profile().isJames() && text.isEmpty() ? "+" : "+ ")
                .ascii(text)
                .crlf();
        return line(session.connection());
    }

    private static String line(Connection connection) throws IOException {
        var text = new StringBuilder();
        while (true) {
            int next = connection.input().read();
            if (next < 0 || text.length() > ANSWER_CHARACTERS_MAX) {
                throw new Broken(next < 0 ? "" : "answer is too long");
            }
            if (next == '\n') {
                return text.toString().strip();
            }
            text.append((char) next);
        }
    }

    /// The name of a mechanism, and what the client says before it is asked.
    static final class Request extends AbstractImapRequest {
        private final String mechanism;
        private final String initial;

        /// @param initial in Base64, `=` for nothing; empty = the client waits to be asked
        Request(Tag tag, String mechanism, String initial) {
            super(tag, ImapConstants.AUTHENTICATE_COMMAND);
            this.mechanism = mechanism;
            this.initial = initial;
        }

        @Override
        public String toString() {
            return "AUTHENTICATE " + mechanism;
        }
    }

    /// Reads the arguments.
    public static final class Parser extends AbstractImapCommandParser {
        public Parser(StatusResponseFactory responses) {
            super(ImapConstants.AUTHENTICATE_COMMAND, responses);
        }

        @Override
        protected ImapMessage decode(ImapRequestLineReader line, Tag tag, ImapSession session)
                throws DecodingException {
            // clients send both in whatever form a string has
            var mechanism = line.astring();
            var initial = line.nextChar() == ' ' ? line.astring() : "";
            if (initial.length() > ANSWER_CHARACTERS_MAX) {
                throw new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, "answer is too long");
            }
            line.eol();
            return new Request(tag, mechanism, initial);
        }
    }
}
