// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

/// How this installation records.
///
/// @param trusted whose word is taken on who sends and who is served
/// @param relay where messages go after us
/// @param domain right side of the Message-ID of stored objects, for example `store.example.net`
public record RecorderSettings(
        TrustedPeers trusted, Relay relay, WhenStoreFails whenStoreFails, String domain, RecorderLimits limits) {
    /// Loopback peers only, both legs end here.
    public static final RecorderSettings LOCAL = new RecorderSettings(
            TrustedPeers.LOOPBACK, Relay.NONE, WhenStoreFails.REFUSE, "satchel.invalid", RecorderLimits.DEFAULT);
}
