// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

/// A final answer to a SIP request, as a value.
///
/// @param headers what goes beyond the fields that tie an answer to its request: those are the port's business, but for
/// the tag in `To`
public record SipResponse(int status, String reason, SipHeaders headers, Octets body) {
    public SipResponse {
        if (status < 200 || status > 699) {
            throw new IllegalArgumentException("not a final status: " + status);
        }
    }

    public static SipResponse of(int status, String reason) {
        return new SipResponse(status, reason, SipHeaders.NONE, Octets.NONE);
    }

    public SipResponse with(String name, String value) {
        return new SipResponse(status, reason, headers.with(name, value), body);
    }

    public boolean isSuccess() {
        return status < 300;
    }
}
