// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.outside;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Where this server may post what its users ask it to post. Any other URL would let a user make it ask its own
/// network.
///
/// Http and literal addresses are for listed places only, whichever hosts are reached. A name has to lead to a
/// public address or one of the networks, listed or not; an address that is listed itself is taken as it is.
///
/// @param places `host` for https on its own port, or `scheme://host:port`, lower case
/// @param networks where a name may lead to although they are not public
public record Reach(Hosts hosts, Set<String> places, List<Network> networks) {
    public static final Reach NOWHERE = new Reach(Hosts.LISTED, Set.of(), List.of());

    private static final int URL_CHARS_MAX = 2_048;

    /// Which hosts are reached by https.
    public enum Hosts {
        /// Those among the places.
        LISTED,
        /// Any whose address is public.
        PUBLIC
    }

    public Reach {
        places = Set.copyOf(places);
        networks = List.copyOf(networks);
    }

    public static Reach listed(Set<String> places) {
        return new Reach(Hosts.LISTED, places, List.of());
    }

    /// The place that a URL names; nothing is looked up.
    ///
    /// @return empty when nothing may be posted there
    public Optional<Place> place(String url) {
        if (url.length() > URL_CHARS_MAX) {
            return Optional.empty();
        }
        try {
            return place(new URI(url));
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    /// True when the host of the place, which has this address now, may be connected to.
    boolean admits(Place place, InetAddress address) {
        return PublicAddresses.contain(address)
                || networks.stream().anyMatch(network -> network.contains(address))
                || (place.named() && isLiteral(place.host()));
    }

    private Optional<Place> place(URI uri) {
        if (uri.getScheme() == null
                || uri.getHost() == null
                || uri.getRawUserInfo() != null
                || uri.getPort() > 65_535) {
            return Optional.empty();
        }
        var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            return Optional.empty();
        }
        boolean listed = isListed(scheme, uri);
        var place = new Place(uri, listed);
        boolean named = listed || (hosts == Hosts.PUBLIC && scheme.equals("https") && !isLiteral(place.host()));
        return named ? Optional.of(place) : Optional.empty();
    }

    private boolean isListed(String scheme, URI uri) {
        var host = uri.getHost().toLowerCase(Locale.ROOT);
        boolean plain = scheme.equals("https") && (uri.getPort() == -1 || uri.getPort() == 443);
        return (plain && places.contains(host))
                || places.contains(scheme + "://" + host + (uri.getPort() == -1 ? "" : ":" + uri.getPort()));
    }

    /// Numbers stand for addresses in more spellings than four: `127.1`, `2130706433`, `0x7f000001`.
    private static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || host.matches("[0-9.]+") || host.matches("0x[0-9a-f.x]+");
    }
}
