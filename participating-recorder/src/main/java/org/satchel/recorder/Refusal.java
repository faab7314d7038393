// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

/// Why a request is not taken: the status that its sender gets. Nothing has been stored when it is thrown.
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /// @param reason reason phrase: names the rule, never quotes the message
    Refusal(int status, String reason) {
        super(reason, null, false, false);
        this.status = status;
    }

    SipResponse response() {
        return SipResponse.of(status, String.valueOf(getMessage()));
    }
}
