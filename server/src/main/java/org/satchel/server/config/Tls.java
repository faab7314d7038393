// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.config;

/// Whether a face speaks TLS.
public enum Tls {
    /// TLS from the first byte, unless the face listens on loopback only.
    AUTO,
    /// TLS from the first byte.
    ON,
    /// Clear text until the client asks for TLS.
    STARTTLS,
    /// Clear text.
    OFF;

    /// This choice with AUTO decided.
    public Tls at(HostPort listen) {
        return this != AUTO ? this : listen.isLoopback() ? OFF : ON;
    }
}
