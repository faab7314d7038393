// SPDX-License-Identifier: Apache-2.0
package org.satchel.server;

import org.jspecify.annotations.Nullable;
import org.satchel.imap.ImapLimits;
import org.satchel.imap.ImapSettings;
import org.satchel.server.config.ServerConfig;

/// What a face is told about where and how it listens.
final class Listening {
    private Listening() {}

    /// @param tls null = nothing speaks TLS
    static ImapSettings imap(ServerConfig config, @Nullable TlsIdentity tls) {
        var imap = config.imap();
        var usual = ImapLimits.DEFAULT;
        var limits = usual.withConnections(imap.connectionsMax(), imap.connectionsPerBoxMax())
                .withObjectBytes(config.box().objectBytesMax(), usual.drainBytesMax());
        boolean asks = !config.logins().clientCaFile().isEmpty();
        ImapSettings.Security security = tls == null
                ? new ImapSettings.Security.Clear()
                : switch (imap.tls().at(imap.listen())) {
                    case ON, AUTO -> new ImapSettings.Security.Implicit(tls::context, asks);
                    case STARTTLS -> new ImapSettings.Security.StartTls(tls::context, !imap.clearLogin(), asks);
                    case OFF -> new ImapSettings.Security.Clear();
                };
        return new ImapSettings(imap.listen().socketAddress(), security, limits, imap.manners());
    }
}
