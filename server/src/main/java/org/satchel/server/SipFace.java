// SPDX-License-Identifier: Apache-2.0
package org.satchel.server;

import org.satchel.recorder.RecorderLimits;
import org.satchel.recorder.RecorderSettings;
import org.satchel.recorder.Relay;
import org.satchel.recorder.SipHop;
import org.satchel.recorder.TrustedPeers;
import org.satchel.recorder.WhenStoreFails;
import org.satchel.server.config.HostPort;
import org.satchel.server.config.ServerConfig;

/// The recorder as the configuration describes it.
final class SipFace {
    private SipFace() {}

    static RecorderSettings settings(ServerConfig.Sip sip, String domain) {
        var peers = new TrustedPeers(
                sip.trustedPeers().stream().map(TrustedPeers.Network::parse).toList());
        var hop = sip.nextHop().isEmpty() ? null : HostPort.parse(sip.nextHop());
        return new RecorderSettings(
                peers,
                hop == null ? Relay.NONE : Relay.to(new SipHop(hop.host(), hop.port())),
                sip.failOpen() ? WhenStoreFails.RELAY : WhenStoreFails.REFUSE,
                domain,
                RecorderLimits.DEFAULT);
    }
}
