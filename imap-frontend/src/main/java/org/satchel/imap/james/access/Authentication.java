// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.access;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.Connection;
import org.satchel.imap.Login;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.grammar.Dialect;
import org.satchel.imap.james.mailbox.Owner;
import org.satchel.imap.james.session.Session;
import org.satchel.imap.sasl.Backoff;
import org.satchel.imap.sasl.Step;
import org.satchel.model.BoxId;
import org.satchel.model.MessageStore;
import org.satchel.model.StoreFailure;

/// Lets clients in: makes who failed wait, counts failures and the connections of each account, opens the box.
public final class Authentication {
    private static final String FAILURES = "org.satchel.imap.loginFailures";

    private final MessageStore store;
    private final Login login;
    private final Backoff backoff;
    private final Dialect dialect;
    private final CapabilityCommand capabilities;
    private final ConcurrentHashMap<BoxId, Integer> connections = new ConcurrentHashMap<>();

    public Authentication(
            MessageStore store, Login login, Backoff backoff, Dialect dialect, CapabilityCommand capabilities) {
        this.store = store;
        this.login = login;
        this.backoff = backoff;
        this.dialect = dialect;
        this.capabilities = capabilities;
    }

    /// Answers LOGIN with one line and nothing before it.
    // CPM-MSG §13 rule 1
    void login(String user, String password, ImapRequest request, Session session, Answers answers) throws IOException {
        if (session.connection().mustSecure()) {
            refuseClearText(request, answers);
            return;
        }
        try (var turn = turn(request, session, answers)) {
            turn.settle(new Step.Claim(user, () -> Step.own(login.check(user, password))));
        }
    }

    /// One client's attempt to get in.
    Turn turn(ImapRequest request, Session session, Answers answers) {
        return new Turn(request, session, answers);
    }

    void refuseClearText(ImapRequest request, Answers answers) throws IOException {
        answers.no(
                request,
                dialect == Dialect.JAMES ? null : "PRIVACYREQUIRED",
                "failed. Plain login / authentication are disabled.");
    }

    /// To be called when a logged-in connection ends.
    public void leave(BoxId account) {
        connections.computeIfPresent(account, (_, count) -> count == 1 ? null : count - 1);
    }

    private boolean enter(BoxId account, Connection connection) {
        int most = connection.limits().connectionsPerAccountMax();
        var entered = new boolean[1];
        connections.compute(account, (_, count) -> {
            int before = count == null ? 0 : count;
            entered[0] = before < most;
            return entered[0] ? before + 1 : before;
        });
        return entered[0];
    }

    /// Takes the steps of a mechanism to their end.
    final class Turn implements AutoCloseable {
        private final ImapRequest request;
        private final Session session;
        private final Answers answers;
        private Backoff.@Nullable Attempt attempt;

        private Turn(ImapRequest request, Session session, Answers answers) {
            this.request = request;
            this.session = session;
            this.answers = answers;
        }

        /// @return what to say to the client next; empty when it was answered
        /// @throws StoreFailure when nobody can decide now
        Optional<String> settle(Step step) throws IOException {
            return switch (step) {
                case Step.Challenge(var text) -> Optional.of(text);
                case Step.Claim claim -> claim(claim);
                case Step.Accepted(var who, var box) -> {
                    accept(who, box);
                    yield Optional.empty();
                }
                case Step.Refused(var why) -> {
                    refuse(why);
                    yield Optional.empty();
                }
            };
        }

        @Override
        public void close() {
            if (attempt != null) {
                attempt.close();
            }
        }

        private Optional<String> claim(Step.Claim claim) throws IOException {
            var admitted = backoff.attempt(claim.name(), session.connection().remote());
            if (admitted.isEmpty()) {
                answers.no(request, "LIMIT", "failed. Too many failed logins, try again later.");
                return Optional.empty();
            }
            attempt = admitted.get();
            try {
                Thread.sleep(attempt.delay());
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new StoreFailure.Unavailable("login was interrupted");
            }
            return settle(claim.decision().get());
        }

        private void accept(BoxId who, BoxId account) throws IOException {
            var box = store.open(account);
            if (attempt != null) {
                attempt.succeeded();
            }
            if (!enter(account, session.connection())) {
                answers.no(request, "LIMIT", "failed. Too many connections of this account.");
                return;
            }
            session.login(new Owner(box, session.line(), dialect));
            if (!who.equals(account)) {
                session.proxied();
            }
            var code = dialect == Dialect.JAMES ? null : "CAPABILITY " + capabilities.words(session.connection());
            answers.ok(request, code, "completed.");
        }

        /// In the same words whether a name is unknown or its password wrong.
        private void refuse(Step.Why why) throws IOException {
            if (attempt != null) {
                attempt.failed();
            }
            int failures = session.getAttribute(FAILURES) instanceof Integer before ? before + 1 : 1;
            session.setAttribute(FAILURES, failures);
            if (failures >= session.connection().limits().loginFailuresMax()) {
                answers.line("BYE Login failed too many times.");
                session.logout();
                return;
            }
            var code = switch (why) {
                case WRONG -> "AUTHENTICATIONFAILED";
                case EXPIRED -> "EXPIRED";
            };
            boolean byLogin = request instanceof LoginCommand.Request;
            answers.no(
                    request,
                    dialect == Dialect.JAMES ? null : code,
                    byLogin ? "failed. Invalid login/password." : "failed. Authentication failed.");
        }
    }
}
