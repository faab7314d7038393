// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.satchel.imap.Connection;
import org.satchel.imap.Login;
import org.satchel.model.BoxId;
import org.satchel.model.MessageStore;

/// Lets clients in: checks name and password, counts failures and the connections of each account, opens the box.
final class Authentication {
    private static final String FAILURES = "org.satchel.imap.loginFailures";

    private final MessageStore store;
    private final Login login;
    private final Dialect dialect;
    private final CapabilityCommand capabilities;
    private final ConcurrentHashMap<BoxId, Integer> connections = new ConcurrentHashMap<>();

    Authentication(MessageStore store, Login login, Dialect dialect, CapabilityCommand capabilities) {
        this.store = store;
        this.login = login;
        this.dialect = dialect;
        this.capabilities = capabilities;
    }

    /// Answers LOGIN or AUTHENTICATE with one line and nothing before it.
    // CPM-MSG §13 rule 1
    void check(Function<Login, Optional<BoxId>> question, ImapRequest request, Session session, Answers answers)
            throws IOException {
        if (session.connection().mustSecure()) {
            refuseClearText(request, answers);
            return;
        }
        var account = question.apply(login);
        if (account.isEmpty()) {
            boolean byLogin = request instanceof LoginCommand.Request;
            fail(
                    request,
                    session,
                    answers,
                    byLogin ? "failed. Invalid login/password." : "failed. Authentication failed.");
            return;
        }
        var box = store.open(account.get());
        if (!enter(account.get(), session.connection())) {
            answers.no(request, "LIMIT", "failed. Too many connections of this account.");
            return;
        }
        session.login(new Owner(box, session.connection().name(), dialect));
        var code = dialect == Dialect.JAMES ? null : "CAPABILITY " + capabilities.words(session.connection());
        answers.ok(request, code, "completed.");
    }

    void refuseClearText(ImapRequest request, Answers answers) throws IOException {
        answers.no(
                request,
                dialect == Dialect.JAMES ? null : "PRIVACYREQUIRED",
                "failed. Plain login / authentication are disabled.");
    }

    void fail(ImapRequest request, Session session, Answers answers, String text) throws IOException {
        int failures = session.getAttribute(FAILURES) instanceof Integer before ? before + 1 : 1;
        session.setAttribute(FAILURES, failures);
        if (failures >= session.connection().limits().loginFailuresMax()) {
            answers.line("BYE Login failed too many times.");
            session.logout();
        } else {
            answers.no(request, dialect == Dialect.JAMES ? null : "AUTHENTICATIONFAILED", text);
        }
    }

    /// To be called when a logged-in connection ends.
    void leave(BoxId account) {
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
}
