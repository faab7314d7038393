// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.util.Locale;
import java.util.Optional;

/// Address of a party in its canonical form: `tel:+15550100001`, or `sip:user@host` with lower-case host and no
/// port or
/// parameters.
// RFC 3966 §5.1.4, CPM-MSG §4.2
public record Address(String uri) {
    /// Reads `+1555…`, `tel:…`, `sip:…`, `sips:…`, with or without display name, angle brackets, visual
    /// separators and
    /// parameters.
    /// A sip address whose user part is a global number stays a sip address.
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
        if (lower.startsWith("tel:")) {
            return tel(bare.substring(4));
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

    private static Optional<Address> tel(String number) {
        int parameters = number.indexOf(';');
        var digits = (parameters < 0 ? number : number.substring(0, parameters)).replaceAll("[-.() ]", "");
        boolean legal = digits.matches("\\+?[0-9*#]{1,32}");
        return legal ? Optional.of(new Address("tel:" + digits)) : Optional.empty();
    }

    private static Optional<Address> sip(String rest) {
        var bare = rest.split("[;?]", 2)[0];
        int at = bare.lastIndexOf('@');
        if (at <= 0
                || at == bare.length() - 1
                || bare.length() > 200
                || bare.chars().anyMatch(c -> c <= ' ' || c == '/')) {
            return Optional.empty();
        }
        var host = bare.substring(at + 1).toLowerCase(Locale.ROOT);
        int port = host.endsWith("]") ? -1 : host.lastIndexOf(':');
        return Optional.of(
                new Address("sip:" + bare.substring(0, at) + "@" + (port < 0 ? host : host.substring(0, port))));
    }
}
