// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.outside;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/// Which addresses belong to the internet at large, and to nothing near this server.
// RFC 6890 §2.2 (special-purpose addresses), RFC 4193 §3, RFC 6598 §7
final class PublicAddresses {
    private static final List<Network> NOT_V4 = networks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");
    /// All that is given out so far. Outside are loopback, link-local, unique-local and multicast addresses, and
    /// those that carry an address of version 4: mapped, compatible, translated.
    private static final Network GLOBAL_V6 = Network.parse("2000::/3");

    private static final List<Network> NOT_V6 = networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private PublicAddresses() {}

    static boolean contain(InetAddress address) {
        if (address instanceof Inet4Address) {
            return NOT_V4.stream().noneMatch(network -> network.contains(address));
        }
        return GLOBAL_V6.contains(address) && NOT_V6.stream().noneMatch(network -> network.contains(address));
    }

    private static List<Network> networks(String... texts) {
        return Stream.of(texts).map(Network::parse).toList();
    }
}
