// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.outside;

import java.net.URI;
import java.util.Locale;

/// A URL that may be posted to, as far as can be told before its host is looked up.
///
/// @param uri http or https, with a host, without user
/// @param named true when the operator's list holds this very address, so that it need not be a public one
public record Place(URI uri, boolean named) {
    boolean isSecure() {
        return uri.getScheme().equalsIgnoreCase("https");
    }

    /// Lower case; an address of version 6 without its brackets.
    String host() {
        var host = uri.getHost().toLowerCase(Locale.ROOT);
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    int port() {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return isSecure() ? 443 : 80;
    }

    /// Who answers there: `https://client.example.net`, with the port unless it is that of the scheme.
    // RFC 6454 §6.2
    public String origin() {
        return (isSecure() ? "https://" : "http://") + authority();
    }

    String authority() {
        var host = uri.getHost().toLowerCase(Locale.ROOT);
        return port() == (isSecure() ? 443 : 80) ? host : host + ":" + port();
    }

    /// What stands in the request line.
    String target() {
        var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }
}
