// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.config;

/// Whether a face speaks TLS.
public enum Tls {
    /// TLS, unless the face listens on loopback only.
    AUTO,
    /// TLS from the first byte.
    ON,
    /// Clear text.
    OFF;

    public boolean appliesTo(HostPort listen) {
        return switch (this) {
            case AUTO -> !listen.isLoopback();
            case ON -> true;
            case OFF -> false;
        };
    }
}
