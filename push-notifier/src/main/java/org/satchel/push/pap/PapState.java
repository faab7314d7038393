// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// How far a push has come, as its gateway says.
// WAP-PAP §9.15 (message states)
public enum PapState {
    REJECTED(true),
    PENDING(false),
    DELIVERED(false),
    UNDELIVERABLE(true),
    EXPIRED(true),
    ABORTED(true),
    TIMEOUT(true),
    CANCELLED(false),
    UNKNOWN(false);

    private static final Set<String> RESULTS = Set.of("statusquery-result");

    private final boolean failure;

    PapState(boolean failure) {
        this.failure = failure;
    }

    /// @return empty for what the protocol does not know
    static Optional<PapState> named(String text) {
        for (var state : values()) {
            if (state.name().toLowerCase(Locale.ROOT).equals(text)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }

    /// The state in the answer to a status query.
    ///
    /// @return empty when there is none
    static Optional<PapState> read(byte[] xml) {
        return PapXml.find(xml, RESULTS)
                .flatMap(element -> named(element.attributes().getOrDefault("message-state", "")));
    }

    /// True when the device will never get it, and nobody wanted that.
    public boolean isFailure() {
        return failure;
    }

    /// True when the gateway has the push, and need not be given it again.
    boolean isHeld() {
        return this == PENDING || this == DELIVERED;
    }
}
