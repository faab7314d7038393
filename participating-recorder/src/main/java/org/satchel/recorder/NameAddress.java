// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.satchel.model.Address;

/// A name-addr or addr-spec of a SIP header with its parameters: `"Name" <sip:user@host;lr>;tag=x`. RFC 3261 §20
///
/// @param uri what stands within the angle brackets
/// @param parameters what follows them, from the first semicolon; empty when there are none
record NameAddress(String uri, String parameters) {
    /// @return empty when no URI can be made out
    static Optional<NameAddress> parse(String text) {
        int open = openBracket(text);
        if (open >= 0) {
            int close = text.indexOf('>', open);
            return close < 0
                    ? Optional.empty()
                    : Optional.of(new NameAddress(
                            text.substring(open + 1, close).strip(),
                            text.substring(close + 1).strip()));
        }
        // RFC 3261 §20.10: without brackets, parameters belong to the header and not to the URI
        int semicolon = text.indexOf(';');
        var uri = (semicolon < 0 ? text : text.substring(0, semicolon)).strip();
        return uri.isEmpty()
                ? Optional.empty()
                : Optional.of(new NameAddress(uri, semicolon < 0 ? "" : text.substring(semicolon)));
    }

    /// The canonical address: as a telephone number first where it holds one, then as it is written. None when it is no
    /// address.
    List<Address> addresses() {
        return Address.parse(uri).stream()
                .flatMap(address -> Stream.of(address.preferringTel(), address))
                .distinct()
                .toList();
    }

    /// Value of a header parameter; empty text when it is absent or has none.
    String parameter(String name) {
        for (var part : parameters.split(";")) {
            int equals = part.indexOf('=');
            if (equals > 0 && part.substring(0, equals).strip().equalsIgnoreCase(name)) {
                return part.substring(equals + 1).strip();
            }
        }
        return "";
    }

    /// User part of a sip URI; empty text when it has none.
    String user() {
        var rest = afterScheme();
        int at = rest.indexOf('@');
        return at < 0 ? "" : rest.substring(0, at);
    }

    Optional<SipHop> hop() {
        var rest = afterScheme();
        if (rest.isEmpty()) {
            return Optional.empty();
        }
        var hostPort = rest.substring(rest.indexOf('@') + 1).split("[;?]", 2)[0];
        int colon = hostPort.endsWith("]") ? -1 : hostPort.lastIndexOf(':');
        var host = colon < 0 ? hostPort : hostPort.substring(0, colon);
        var port = colon < 0 ? "" + SipHop.PORT_DEFAULT : hostPort.substring(colon + 1);
        if (host.isBlank()
                || !port.matches("[0-9]{1,5}")
                || Integer.parseInt(port) < 1
                || Integer.parseInt(port) > 0xFFFF) {
            return Optional.empty();
        }
        return Optional.of(new SipHop(host.toLowerCase(Locale.ROOT), Integer.parseInt(port)));
    }

    private String afterScheme() {
        var lower = uri.toLowerCase(Locale.ROOT);
        return lower.startsWith("sip:") ? uri.substring(4) : lower.startsWith("sips:") ? uri.substring(5) : "";
    }

    /// Index of the first angle bracket outside a quoted display name, or -1.
    private static int openBracket(String text) {
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '<' && !quoted) {
                return i;
            }
        }
        return -1;
    }
}
