// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import java.time.Duration;

/// The default limits with one of them changed.
final class Limits {
    private static final RecorderLimits D = RecorderLimits.DEFAULT;

    private Limits() {}

    static RecorderLimits withReadTimeout(Duration readTimeout) {
        return limits(readTimeout, D.relayTimeout(), D.requestsInFlightMax());
    }

    static RecorderLimits withRelayTimeout(Duration relayTimeout) {
        return limits(D.readTimeout(), relayTimeout, D.requestsInFlightMax());
    }

    static RecorderLimits withRequestsInFlight(int requestsInFlightMax) {
        return limits(D.readTimeout(), D.relayTimeout(), requestsInFlightMax);
    }

    private static RecorderLimits limits(Duration readTimeout, Duration relayTimeout, int requestsInFlightMax) {
        return new RecorderLimits(
                D.messageBytesMax(),
                D.headerBytesMax(),
                D.connectionsMax(),
                requestsInFlightMax,
                D.requestsPerConnectionMax(),
                D.idleMax(),
                readTimeout,
                D.connectTimeout(),
                relayTimeout,
                D.retryAfter(),
                D.watchInterval(),
                D.stopTimeout(),
                D.cpimHeadersMax(),
                D.cpimLineBytesMax(),
                D.idCharsMax(),
                D.originalScanMax());
    }
}
