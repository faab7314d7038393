// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.satchel.nms.box.Visit;
import org.satchel.nms.problem.Problems;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.settings.Caller;
import org.satchel.nms.settings.Credentials;
import org.satchel.nms.settings.Login;

/// Lets in who proves to be somebody and does not come too often, and remembers who it is for as long as the request
/// lasts.
// OMA NMS §4.2
public final class Gate extends Handler.Wrapper {
    private final List<String> prefixes;
    private final Login login;
    private final Proofs proofs;
    private final Rates rates;
    private final Problems problems;
    private final Answers answers;
    private final AtomicLong requests = new AtomicLong();

    /// @param prefixes of the paths behind this gate; nobody is asked who he is for any other
    public Gate(List<String> prefixes, Handler inside, Login login, Rates rates, Problems problems, Answers answers) {
        super(inside);
        this.prefixes = List.copyOf(prefixes);
        this.login = login;
        this.proofs = new Proofs(login.schemes());
        this.rates = rates;
        this.problems = problems;
        this.answers = answers;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        var path = Request.getPathInContext(request);
        if (!isInside(path)) {
            return false;
        }
        try {
            var visit = new Visit(admitted(request, response), "rest-" + requests.incrementAndGet());
            return ScopedValue.where(Visit.CURRENT, visit).call(() -> super.handle(request, response, callback));
        } catch (RuntimeException e) {
            answers.refuse(response, callback, problems.refusal(e));
            return true;
        }
    }

    private boolean isInside(String path) {
        for (var prefix : prefixes) {
            if (path.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /// @throws Refusal 401, 403 or 429
    private Caller admitted(Request request, Response response) {
        var field = Proofs.field(request);
        var connection = request.getConnectionMetaData();
        if (field.isPresent()
                && connection.getAttribute(Admission.NAME) instanceof Admission before
                && before.holdsFor(field.get())) {
            return unlessTooOften(before.caller());
        }
        var caller = checked(field, request, response);
        field.ifPresent(it -> connection.setAttribute(Admission.NAME, new Admission(it, caller, System.nanoTime())));
        return unlessTooOften(caller);
    }

    private Caller unlessTooOften(Caller caller) {
        rates.principal(caller.principal()).ifPresent(Gate::refuseUntil);
        return caller;
    }

    private Caller checked(Optional<String> field, Request request, Response response) {
        var remote = remote(request);
        var shown = proofs.shown(field, request);
        var verdict = shown.map(proof -> login.check(proof, remote)).orElseGet(Login.Verdict.Wrong::new);
        return switch (verdict) {
            case Login.Verdict.Good(var caller) -> caller;
            case Login.Verdict.Later(var wait) -> throw Refusal.tooOften(wait);
            case Login.Verdict.Wrong() -> {
                rates.stranger(remote).ifPresent(Gate::refuseUntil);
                boolean badToken =
                        shown.filter(Credentials.Bearer.class::isInstance).isPresent();
                throw refusal(response, proofs.challenges(badToken));
            }
        };
    }

    /// Who could only show a certificate cannot be asked for it again: a connection begins with it. RFC 9110 §15.5.2
    private static Refusal refusal(Response response, List<String> challenges) {
        if (challenges.isEmpty()) {
            return Refusal.forbidden("without a client certificate of an account");
        }
        challenges.forEach(challenge -> response.getHeaders().add("WWW-Authenticate", challenge));
        return Refusal.unauthenticated();
    }

    private static void refuseUntil(Duration wait) {
        throw Refusal.tooOften(wait);
    }

    private static InetAddress remote(Request request) {
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress address
                        && address.getAddress() != null
                ? address.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    /// Who was let in on a connection, and by which words: those who ask for many things at once are asked once.
    ///
    /// @param nanos when, as of [System#nanoTime()]
    private record Admission(String field, Caller caller, long nanos) {
        static final String NAME = Admission.class.getName();
        /// No longer than an account is believed to be as it was read.
        private static final long HOLDS_NANOS = 200_000_000;

        boolean holdsFor(String other) {
            return System.nanoTime() - nanos < HOLDS_NANOS && other.equals(field);
        }
    }
}
