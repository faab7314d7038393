// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import java.net.InetAddress;
import java.util.List;

/// The part of the network whose word is taken on who sends and who is served: the trust domain of the core. RFC 3325
/// §2.3
///
/// @param networks address ranges; loopback is always within
public record TrustedPeers(List<Network> networks) {
    public static final TrustedPeers LOOPBACK = new TrustedPeers(List.of());

    public TrustedPeers {
        networks = List.copyOf(networks);
    }

    public boolean include(InetAddress peer) {
        return peer.isLoopbackAddress() || networks.stream().anyMatch(network -> network.contains(peer));
    }

    /// A range of addresses.
    ///
    /// @param prefixBits leading bits that count
    public record Network(InetAddress address, int prefixBits) {
        public Network {
            if (prefixBits < 0 || prefixBits > address.getAddress().length * 8) {
                throw new IllegalArgumentException("prefix of " + prefixBits + " bits for " + address.getHostAddress());
            }
        }

        /// Reads `192.0.2.0/24`, or an address literal alone.
        ///
        /// @throws IllegalArgumentException when it is neither
        public static Network parse(String text) {
            var parts = text.strip().split("/", 2);
            var address = InetAddress.ofLiteral(parts[0]);
            int bits = parts.length == 1 ? address.getAddress().length * 8 : Integer.parseInt(parts[1]);
            return new Network(address, bits);
        }

        boolean contains(InetAddress other) {
            var mine = address.getAddress();
            var theirs = other.getAddress();
            if (mine.length != theirs.length) {
                return false;
            }
            for (int bit = 0; bit < prefixBits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((mine[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
