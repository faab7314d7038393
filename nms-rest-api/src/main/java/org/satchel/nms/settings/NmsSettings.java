// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.settings;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Where the REST interface listens and under which name it shows itself.
///
/// @param bind host and port; port 0 = any free one
/// @param tls null = clear text
/// @param publicBase scheme, host, port and path prefix in front of `/nms`, as clients see them; null = from the
///     bound
/// address.
///     Never taken from a request's `Host` header
/// @param storeName the segment behind `/nms/v1/`
/// @param profile how the operator's clients want to be spoken to
/// @param callbackHosts where event lists may be posted: `host` for https on its own port, or `scheme://host:port`;
/// empty = nowhere
public record NmsSettings(
        InetSocketAddress bind,
        @Nullable SSLContext tls,
        @Nullable URI publicBase,
        String storeName,
        Set<String> callbackHosts,
        Profile profile,
        NmsLimits limits) {
    public NmsSettings {
        callbackHosts = Set.copyOf(callbackHosts);
        if (!storeName.matches("[A-Za-z0-9._~-]{1,64}")) {
            throw new IllegalArgumentException("store name is not one plain path segment: '" + storeName + "'");
        }
    }

    /// Clear text on the given address, everything else as by default.
    public static NmsSettings plain(InetSocketAddress bind) {
        return new NmsSettings(bind, null, null, "base", Set.of(), Profile.DEFAULT, NmsLimits.DEFAULT);
    }

    public NmsSettings withTls(SSLContext context) {
        return new NmsSettings(bind, context, publicBase, storeName, callbackHosts, profile, limits);
    }

    public NmsSettings withPublicBase(URI base) {
        return new NmsSettings(bind, tls, base, storeName, callbackHosts, profile, limits);
    }

    public NmsSettings withStoreName(String name) {
        return new NmsSettings(bind, tls, publicBase, name, callbackHosts, profile, limits);
    }

    public NmsSettings withCallbackHosts(Set<String> hosts) {
        return new NmsSettings(bind, tls, publicBase, storeName, hosts, profile, limits);
    }

    public NmsSettings withLimits(NmsLimits newLimits) {
        return new NmsSettings(bind, tls, publicBase, storeName, callbackHosts, profile, newLimits);
    }

    public NmsSettings withProfile(Profile other) {
        return new NmsSettings(bind, tls, publicBase, storeName, callbackHosts, other, limits);
    }
}
