// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.config;

import java.util.List;
import java.util.Set;
import org.satchel.push.outside.Network;
import org.satchel.push.outside.Reach;

/// Where users may have this server post something, and what it says of itself there.
///
/// @param keyFile empty = lists are not signed
/// @param contact empty = no WebPush
public record Outside(Reach.Hosts hosts, List<String> places, List<Network> networks, String keyFile, String contact) {
    public Outside {
        places = List.copyOf(places);
        networks = List.copyOf(networks);
    }

    static Outside of(Settings settings) {
        return new Outside(
                settings.get(PushKeys.OUTSIDE_HOSTS),
                settings.get(PushKeys.OUTSIDE_PLACES),
                settings.get(PushKeys.OUTSIDE_NETWORKS),
                settings.get(PushKeys.WEBHOOK_KEY_FILE),
                settings.get(PushKeys.WEBPUSH_CONTACT));
    }

    public Reach reach() {
        return new Reach(hosts, Set.copyOf(places), networks);
    }
}
