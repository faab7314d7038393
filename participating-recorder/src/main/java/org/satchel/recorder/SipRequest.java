// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

/// A SIP request, as a value.
///
/// @param uri request URI, as written
/// @param headers all fields but `Content-Length`
public record SipRequest(String method, String uri, SipHeaders headers, Octets body) {
    public static final String MESSAGE = "MESSAGE";

    public SipRequest with(SipHeaders otherHeaders) {
        return new SipRequest(method, uri, otherHeaders, body);
    }

    /// First value of the named header, stripped; empty text when it is absent.
    public String header(String name) {
        return headers.first(name).orElse("").strip();
    }

    /// Method and size only: addresses and content are not for logs.
    @Override
    public String toString() {
        return method + ", " + headers.fields().size() + " headers, " + body;
    }
}
