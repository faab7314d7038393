// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap;

import java.net.InetSocketAddress;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/// Where a listener stands and how its line is protected.
///
/// @param bind address and port; port 0 picks a free one
public record ImapSettings(InetSocketAddress bind, Security security, ImapLimits limits) {
    /// How a connection is protected. The context is asked for at each handshake, so a renewed certificate is used at
    /// once.
    public sealed interface Security {
        /// Never. Logins travel in clear text: for loopback and for a trusted network only.
        record Clear() implements Security {}

        /// From the first byte, as on port 993.
        record Implicit(Supplier<SSLContext> context) implements Security {}

        /// When the client asks for it.
        ///
        /// @param required no login before STARTTLS
        record StartTls(Supplier<SSLContext> context, boolean required) implements Security {}
    }
}
