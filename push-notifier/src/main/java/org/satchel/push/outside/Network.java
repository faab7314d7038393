// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.outside;

import java.net.InetAddress;

/// A range of addresses: `192.0.2.0/24`, `2001:db8::/32`, or one address.
///
/// @param bits leading bits that all its addresses have in common
public record Network(InetAddress first, int bits) {
    public Network {
        if (bits < 0 || bits > first.getAddress().length * 8) {
            throw new IllegalArgumentException("no such length of a network: /" + bits);
        }
    }

    /// @throws IllegalArgumentException for anything but literals; no name is looked up
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        try {
            var first = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
            int bits = slash < 0 ? first.getAddress().length * 8 : Integer.parseInt(text.substring(slash + 1));
            return new Network(first, bits);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is no network such as 192.0.2.0/24", e);
        }
    }

    public boolean contains(InetAddress address) {
        var ours = first.getAddress();
        var other = address.getAddress();
        if (ours.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((ours[bit / 8] & mask) != (other[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return first.getHostAddress() + "/" + bits;
    }
}
