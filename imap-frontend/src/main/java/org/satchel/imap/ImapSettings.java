// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap;

import java.net.InetSocketAddress;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/// Where a listener stands and how its line is protected.
///
/// @param bind address and port; port 0 picks a free one
public record ImapSettings(InetSocketAddress bind, Security security, ImapLimits limits, Manners manners) {
    public ImapSettings(InetSocketAddress bind, Security security, ImapLimits limits) {
        this(bind, security, limits, Manners.DEFAULT);
    }

    /// How a connection is protected. The context is asked for at each handshake, so a renewed certificate is used at
    /// once.
    public sealed interface Security {
        /// Never. Logins travel in clear text: for loopback and for a trusted network only.
        record Clear() implements Security {}

        /// From the first byte, as on port 993.
        ///
        /// @param asksForCertificate whether clients may show one; who has none is welcome, too
        record Implicit(Supplier<SSLContext> context, boolean asksForCertificate) implements Security {
            public Implicit(Supplier<SSLContext> context) {
                this(context, false);
            }
        }

        /// When the client asks for it.
        ///
        /// @param required no login before STARTTLS
        /// @param asksForCertificate whether clients may show one; who has none is welcome, too
        record StartTls(Supplier<SSLContext> context, boolean required, boolean asksForCertificate)
                implements Security {
            public StartTls(Supplier<SSLContext> context, boolean required) {
                this(context, required, false);
            }
        }
    }
}
