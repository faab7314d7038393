// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.satchel.nms.box.Visit;
import org.satchel.nms.problem.Problems;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.settings.Caller;
import org.satchel.nms.settings.Credentials;
import org.satchel.nms.settings.Login;

/// Lets in who proves to be somebody, and remembers who it is for as long as the request lasts.
// OMA NMS §4.2
public final class Gate extends Handler.Wrapper {
    private final List<String> prefixes;
    private final Login login;
    private final Problems problems;
    private final Answers answers;
    private final AtomicLong requests = new AtomicLong();

    /// @param prefixes of the paths behind this gate; nobody is asked who he is for any other
    public Gate(List<String> prefixes, Handler inside, Login login, Problems problems, Answers answers) {
        super(inside);
        this.prefixes = List.copyOf(prefixes);
        this.login = login;
        this.problems = problems;
        this.answers = answers;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        var path = Request.getPathInContext(request);
        if (prefixes.stream().noneMatch(path::startsWith)) {
            return false;
        }
        try {
            var caller = caller(request.getHeaders().get("Authorization"));
            if (caller.isEmpty()) {
                answers.refuse(response, callback, Refusal.unauthenticated());
                return true;
            }
            var visit = new Visit(caller.get(), "rest-" + requests.incrementAndGet());
            return ScopedValue.where(Visit.CURRENT, visit).call(() -> super.handle(request, response, callback));
        } catch (RuntimeException e) {
            answers.refuse(response, callback, problems.refusal(e));
            return true;
        }
    }

    private Optional<Caller> caller(@Nullable String authorization) {
        return authorization == null ? Optional.empty() : basic(authorization).flatMap(login::check);
    }

    // RFC 7617 §2
    private static Optional<Credentials> basic(String authorization) {
        if (!authorization.toLowerCase(Locale.ROOT).startsWith("basic ")) {
            return Optional.empty();
        }
        try {
            var bytes = Base64.getDecoder().decode(authorization.substring(6).strip());
            var pair = new String(bytes, StandardCharsets.UTF_8);
            int colon = userEnd(pair);
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new Credentials.Basic(pair.substring(0, colon), pair.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// The user may be an address, whose scheme has a colon of its own: `tel:+1555…:password`.
    private static int userEnd(String pair) {
        boolean address = pair.startsWith("tel:") || pair.startsWith("sip:");
        return pair.indexOf(':', address ? 4 : 0);
    }
}
