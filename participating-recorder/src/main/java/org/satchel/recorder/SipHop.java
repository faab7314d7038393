// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import java.util.Optional;

/// Where a request is sent next, over TCP.
///
/// @param host name or address literal, IPv6 in brackets
public record SipHop(String host, int port) {
    public static final int PORT_DEFAULT = 5060;

    public SipHop {
        if (host.isBlank() || port < 1 || port > 0xFFFF) {
            throw new IllegalArgumentException("not a hop: " + host + ":" + port);
        }
    }

    /// The hop that a Route entry or SIP URI names.
    ///
    /// @return empty when it is no sip URI
    public static Optional<SipHop> of(String route) {
        return NameAddress.parse(route).flatMap(NameAddress::hop);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
