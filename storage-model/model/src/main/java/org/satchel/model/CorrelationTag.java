// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.util.List;
import org.satchel.model.text.Hash;

/// By what two records of one short message are known to be the same, as it has no id that a device knows: NMS
/// `correlationTag`.
// NMS reference §11.5
public final class CorrelationTag {
    private CorrelationTag() {}

    /// Empty for everything but a short message with text and other party.
    static String of(Kind kind, List<Attribute> attributes) {
        var text = kind == Kind.SMS ? first(attributes, "TextContent") : "";
        if (text.isEmpty()) {
            return "";
        }
        boolean sent = first(attributes, "Direction").equalsIgnoreCase("Out");
        var party = first(attributes, sent ? "To" : "From");
        return party.isEmpty() ? "" : of(party, sent, text);
    }

    /// @param party address of the other side: a `tel:` URI, a number, or a short code
    /// @param sent true when the owner of the box sent it
    public static String of(String party, boolean sent, String text) {
        var number = number(party);
        var input = sent ? number + ":::::" + text : ":::" + number + "::" + text;
        long first = 0;
        var digest = Hash.MD5.of(input);
        for (int i = 0; i < Long.BYTES; i++) {
            first = first << 8 | (digest[i] & 0xff);
        }
        return Long.toHexString(first);
    }

    private static String first(List<Attribute> attributes, String name) {
        var values = Summary.values(attributes, name);
        return values.isEmpty() ? "" : values.getFirst();
    }

    private static String number(String party) {
        var uri = Address.parse(party)
                .map(Address::preferringTel)
                .map(Address::uri)
                .orElse(party);
        var bare = uri.startsWith("tel:") ? uri.substring(4) : uri;
        if (bare.startsWith("+") || !bare.chars().allMatch(Character::isDigit)) {
            return bare;
        }
        return switch (Integer.compare(bare.length(), 10)) {
            case 0 -> "+1" + bare;
            case 1 -> "+" + bare;
            default -> bare;
        };
    }
}
