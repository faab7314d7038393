// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Address of a party in its canonical form: `tel:+15550100001`, or
/// `sip:user@host` with lower-case host and no port or parameters.
// RFC 3966 §5.1.4, CPM-MSG §4.2
public record Address(String uri) {
    private static final int LENGTH_MAX = 200;
    private static final int DIGITS_MAX = 32;
    private static final String TEL = "tel:";
    private static final Pattern HOST = Pattern.compile("([a-z0-9._-]+|\\[[0-9a-f:.]+])(:\\d*)?"); // RFC 3261 §25.1

    /// Reads `+1555…`, `tel:…`, `sip:…`, `sips:…`, with or without display name, angle brackets, visual
    /// separators and parameters. A sip address whose user part is a global number stays a sip address.
    ///
    /// @return empty when it is none of these
    public static Optional<Address> parse(String text) {
        var bare = text.strip();
        int open = bare.indexOf('<');
        int close = bare.lastIndexOf('>');
        if (open >= 0 && close > open) {
            bare = bare.substring(open + 1, close).strip();
        }
        var lower = bare.toLowerCase(Locale.ROOT);
        if (lower.startsWith(TEL)) {
            return tel(bare.substring(TEL.length()));
        }
        if (lower.startsWith("sip:") || lower.startsWith("sips:")) {
            return sip(bare.substring(bare.indexOf(':') + 1));
        }
        return bare.startsWith("+") ? tel(bare) : Optional.empty();
    }

    /// The number of a sip address whose user part is a global number, else this address.
    public Address preferringTel() {
        if (uri.startsWith("sip:+")) {
            return tel(uri.substring(4, uri.indexOf('@'))).orElse(this);
        }
        return this;
    }

    @Override
    public String toString() {
        return uri;
    }

    // RFC 3966 §3
    private static Optional<Address> tel(String number) {
        var uri = new StringBuilder(TEL.length() + number.length()).append(TEL);
        for (int i = 0; i < number.length() && number.charAt(i) != ';'; i++) {
            char c = number.charAt(i);
            boolean digit = (c >= '0' && c <= '9') || c == '*' || c == '#';
            if (digit || (c == '+' && uri.length() == TEL.length())) {
                uri.append(c);
            } else if ("-.() ".indexOf(c) < 0) {
                return Optional.empty();
            }
        }
        int digits = uri.length() - TEL.length() - (uri.indexOf("+") < 0 ? 0 : 1);
        return digits >= 1 && digits <= DIGITS_MAX ? Optional.of(new Address(uri.toString())) : Optional.empty();
    }

    // RFC 3261 §19.1: parameters and password of the user part go, and all that follows the host
    private static Optional<Address> sip(String rest) {
        int at = rest.indexOf('@');
        if (at <= 0 || rest.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        var user = rest.substring(0, at).split("[;:]", 2)[0].replace("%2B", "+").replace("%2b", "+");
        var host = HOST.matcher(rest.substring(at + 1).split("[;?]", 2)[0].toLowerCase(Locale.ROOT));
        boolean legal = !user.isEmpty() && user.chars().allMatch(Address::isLegal) && host.matches();
        return legal ? Optional.of(new Address("sip:" + user + "@" + host.group(1))) : Optional.empty();
    }

    private static boolean isLegal(int c) {
        return c > ' ' && c < 0x7f && "/<>@\"\\".indexOf(c) < 0;
    }
}
