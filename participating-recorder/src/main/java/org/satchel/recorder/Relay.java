// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a request goes after us.
///
/// @param nextHop where to when the request has no further Route; null = nowhere: we are the end of the way
public record Relay(@Nullable SipHop nextHop) {
    /// User parts of the Route entry by which filter criteria call us, for each leg.
    public static final String ORIGINATING = "as-orig";
    public static final String TERMINATING = "as-term";

    /// There is no core behind us: both legs of local users end here.
    public static final Relay NONE = new Relay(null);

    private static final int MAX_FORWARDS_DEFAULT = 70;

    public static Relay to(SipHop hop) {
        return new Relay(hop);
    }

    /// The next hop: the Route entry after ours when the core set it, else the configured one. A Route of a stranger is
    /// not followed.
    Optional<SipHop> next(SipRequest request, boolean trusted) {
        if (trusted) {
            var rest = withoutOurRoute(request.headers());
            var route = rest.first("Route").flatMap(SipHop::of);
            if (route.isPresent()) {
                return route;
            }
        }
        return Optional.ofNullable(nextHop);
    }

    /// The request as it leaves us: one forward fewer, our Route entry gone, and what was said to us alone removed.
    SipRequest onward(SipRequest request) {
        var headers = withoutOurRoute(request.headers())
                .with("Max-Forwards", Integer.toString(maxForwards(request) - 1)) // RFC 3261 §16.6 step 3
                .without("P-Served-User"); // RFC 5502 §6: for the application server only
        return request.with(headers);
    }

    /// RFC 3261 §16.6 step 3: 70 when it is absent.
    ///
    /// @throws Refusal when it is no number
    static int maxForwards(SipRequest request) {
        var text = request.header("Max-Forwards");
        if (text.isEmpty()) {
            return MAX_FORWARDS_DEFAULT;
        }
        if (!text.matches("[0-9]{1,3}")) {
            throw new Refusal(400, "Malformed Max-Forwards");
        }
        return Integer.parseInt(text);
    }

    private static SipHeaders withoutOurRoute(SipHeaders headers) {
        var user = headers.first("Route")
                .flatMap(NameAddress::parse)
                .map(NameAddress::user)
                .orElse("");
        boolean ours = user.equals(ORIGINATING) || user.equals(TERMINATING);
        return ours ? headers.withoutFirst("Route") : headers;
    }
}
