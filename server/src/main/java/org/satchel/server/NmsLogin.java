// SPDX-License-Identifier: Apache-2.0
package org.satchel.server;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.satchel.imap.sasl.Backoff;
import org.satchel.model.StoreFailure;
import org.satchel.nms.settings.Caller;
import org.satchel.nms.settings.Credentials;
import org.satchel.nms.settings.Login;
import org.satchel.nms.settings.Schemes;
import org.satchel.server.login.BearerTokens;
import org.satchel.server.login.Doors;
import org.satchel.server.login.TokenVerdict;

/// The accounts as REST asks for them, with each request again.
///
/// A password that was found right a while ago is let in without any work. Any other is a guess until it is decided,
/// and
/// gets its turn from the [Backoff]. Tokens and certificates cannot be guessed, so nobody waits with one: clients show
/// what has expired as a matter of course, and many of them may come from one address.
///
/// @param tokensVisit whether a token opens what others share with its account, too
/// @param believed whether the authority of a certificate is believed now
/// @param backoff of this face
record NmsLogin(
        Schemes schemes,
        Doors doors,
        BearerTokens tokens,
        boolean tokensVisit,
        Predicate<List<X509Certificate>> believed,
        Backoff backoff)
        implements Login {
    /// By then the turns of all who wait have come.
    private static final Duration LATER = Duration.ofSeconds(16);

    @Override
    public Verdict check(Credentials credentials, InetAddress remote) {
        return switch (credentials) {
            case Credentials.Basic(var user, var password) ->
                doors.recall(user, password)
                        .<Verdict>map(box -> new Verdict.Good(Caller.owner(box)))
                        .orElseGet(() -> guess(user, password, remote));
            case Credentials.Bearer(var token) -> Verdict.of(holder(token));
            case Credentials.Certificate(var chain) ->
                Verdict.of(Optional.of(chain)
                        .filter(believed)
                        .flatMap(it -> doors.owner(it.getFirst()))
                        .map(Caller::owner));
        };
    }

    private Verdict guess(String user, String password, InetAddress remote) {
        var admitted = backoff.attempt(user, remote);
        if (admitted.isEmpty()) {
            return new Verdict.Later(LATER);
        }
        try (var attempt = admitted.get()) {
            Thread.sleep(attempt.delay());
            var box = doors.check(user, password);
            if (box.isPresent()) {
                attempt.succeeded();
            } else {
                attempt.failed();
            }
            return Verdict.of(box.map(Caller::owner));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new StoreFailure.Unavailable("login was interrupted");
        }
    }

    private Optional<Caller> holder(String token) {
        return tokens.check(token) instanceof TokenVerdict.Good good ? caller(good) : Optional.empty();
    }

    private Optional<Caller> caller(TokenVerdict.Good token) {
        var boxes = token.addresses().stream()
                .map(doors::open)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        return boxes.isEmpty() ? Optional.empty() : Optional.of(Caller.bearer(boxes, tokensVisit));
    }
}
