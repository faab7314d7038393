// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint.SslSessionData;
import org.eclipse.jetty.server.Request;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.settings.Credentials;
import org.satchel.nms.settings.Schemes;

/// Reads what a request shows of who sends it, and says what could be shown.
// OMA NMS §4.2
final class Proofs {
    private final Schemes schemes;

    Proofs(Schemes schemes) {
        this.schemes = schemes;
    }

    /// What a request says of its sender.
    ///
    /// @throws Refusal 400 for more than one proof. RFC 6750 §3.1
    static Optional<String> field(Request request) {
        String found = null;
        for (var field : request.getHeaders()) {
            if (field.getHeader() == HttpHeader.AUTHORIZATION) {
                if (found != null) {
                    throw Refusal.badInput(field.getName());
                }
                found = field.getValue();
            }
        }
        return Optional.ofNullable(found);
    }

    /// What stands in the request goes before the certificate of its connection, which others may use, too.
    ///
    /// @param field as [#field] finds it
    /// @return empty when nothing is shown, or nothing of what is asked for
    Optional<Credentials> shown(Optional<String> field, Request request) {
        return field.isEmpty() ? certificate(request) : read(field.get());
    }

    /// One for each scheme, in the order in which a client should look at them.
    ///
    /// @param badToken whether a token was shown and is not good. RFC 6750 §3
    List<String> challenges(boolean badToken) {
        var challenges = new ArrayList<String>();
        if (schemes.basic()) {
            challenges.add("Basic realm=\"nms\", charset=\"UTF-8\"");
        }
        var error = badToken ? ", error=\"invalid_token\"" : "";
        schemes.tokens().forEach(scheme -> challenges.add(scheme.name() + " realm=\"nms\"" + error));
        return challenges;
    }

    private Optional<Credentials> certificate(Request request) {
        if (!schemes.certificates()
                || !(request.getAttribute(SslSessionData.ATTRIBUTE) instanceof SslSessionData data)) {
            return Optional.empty();
        }
        var chain = data.peerCertificates();
        return chain == null || chain.length == 0
                ? Optional.empty()
                : Optional.of(new Credentials.Certificate(List.of(chain)));
    }

    // RFC 9110 §11.4
    private Optional<Credentials> read(String field) {
        int blank = field.indexOf(' ');
        if (blank < 0) {
            return Optional.empty();
        }
        var name = field.substring(0, blank);
        var value = field.substring(blank + 1).strip();
        if (name.equalsIgnoreCase("Basic")) {
            return schemes.basic() ? basic(value) : Optional.empty();
        }
        return schemes.tokens().stream()
                .filter(scheme -> scheme.name().equalsIgnoreCase(name))
                .findFirst()
                .map(scheme -> new Credentials.Bearer(bare(value, scheme.prefix())));
    }

    private static String bare(String token, String prefix) {
        return token.startsWith(prefix) ? token.substring(prefix.length()) : token;
    }

    // RFC 7617 §2
    private static Optional<Credentials> basic(String value) {
        try {
            var pair = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
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
