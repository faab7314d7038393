// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.settings;

import java.net.InetSocketAddress;
import java.net.URI;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.satchel.push.Callbacks;

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
/// @param docs whether it describes itself at `/openapi.json` and `/docs/`
/// @param callbacks where event lists may be posted, and how they are signed
public record NmsSettings(
        InetSocketAddress bind,
        @Nullable SSLContext tls,
        @Nullable URI publicBase,
        String storeName,
        Callbacks callbacks,
        Profile profile,
        boolean docs,
        NmsLimits limits) {
    public NmsSettings {
        if (!storeName.matches("[A-Za-z0-9._~-]{1,64}")) {
            throw new IllegalArgumentException("store name is not one plain path segment: '" + storeName + "'");
        }
    }

    /// Clear text on the given address, everything else as by default.
    public static NmsSettings plain(InetSocketAddress bind) {
        return new NmsSettings(bind, null, null, "base", Callbacks.NONE, Profile.DEFAULT, true, NmsLimits.DEFAULT);
    }

    public NmsSettings withTls(SSLContext context) {
        return new NmsSettings(bind, context, publicBase, storeName, callbacks, profile, docs, limits);
    }

    public NmsSettings withPublicBase(URI base) {
        return new NmsSettings(bind, tls, base, storeName, callbacks, profile, docs, limits);
    }

    public NmsSettings withStoreName(String name) {
        return new NmsSettings(bind, tls, publicBase, name, callbacks, profile, docs, limits);
    }

    public NmsSettings withCallbacks(Callbacks other) {
        return new NmsSettings(bind, tls, publicBase, storeName, other, profile, docs, limits);
    }

    public NmsSettings withLimits(NmsLimits newLimits) {
        return new NmsSettings(bind, tls, publicBase, storeName, callbacks, profile, docs, newLimits);
    }

    public NmsSettings withProfile(Profile other) {
        return new NmsSettings(bind, tls, publicBase, storeName, callbacks, other, docs, limits);
    }

    public NmsSettings withDocs(boolean shown) {
        return new NmsSettings(bind, tls, publicBase, storeName, callbacks, profile, shown, limits);
    }
}
