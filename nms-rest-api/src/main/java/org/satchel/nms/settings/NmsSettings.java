// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.settings;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.satchel.model.FolderPath;

/// Where the REST interface listens and under which name it shows itself.
///
/// @param bind host and port; port 0 = any free one
/// @param tls null = clear text
/// @param publicBase scheme, host, port and path prefix in front of `/nms`, as clients see them; null = from the
///     bound
/// address.
///     Never taken from a request's `Host` header
/// @param storeName the segment behind `/nms/v1/`
/// @param presets what the names of a PresetSearch mean. NMS §7.1, §13.16
/// @param callbackHosts where event lists may be posted: `host` for https on its own port, or `scheme://host:port`;
/// empty = nowhere
/// @param pathAliases folder paths that clients know by another name, without leading slash, such as `main`
public record NmsSettings(
        InetSocketAddress bind,
        @Nullable SSLContext tls,
        @Nullable URI publicBase,
        String storeName,
        Set<String> callbackHosts,
        Map<String, Preset> presets,
        Map<String, FolderPath> pathAliases,
        NmsLimits limits) {
    public static final Map<String, Preset> PRESETS = Map.of("UPOneDotO", Preset.ALL, "path", Preset.FOLDER_BY_PATH);
    public static final Map<String, FolderPath> ALIASES = Map.of("main", new FolderPath("Default"));

    public NmsSettings {
        callbackHosts = Set.copyOf(callbackHosts);
        presets = Map.copyOf(presets);
        pathAliases = Map.copyOf(pathAliases);
        if (!storeName.matches("[A-Za-z0-9._~-]{1,64}")) {
            throw new IllegalArgumentException("store name is not one plain path segment: '" + storeName + "'");
        }
    }

    /// Clear text on the given address, everything else as by default.
    public static NmsSettings plain(InetSocketAddress bind) {
        return new NmsSettings(bind, null, null, "base", Set.of(), PRESETS, ALIASES, NmsLimits.DEFAULT);
    }

    public NmsSettings withTls(SSLContext context) {
        return new NmsSettings(bind, context, publicBase, storeName, callbackHosts, presets, pathAliases, limits);
    }

    public NmsSettings withPublicBase(URI base) {
        return new NmsSettings(bind, tls, base, storeName, callbackHosts, presets, pathAliases, limits);
    }

    public NmsSettings withStoreName(String name) {
        return new NmsSettings(bind, tls, publicBase, name, callbackHosts, presets, pathAliases, limits);
    }

    public NmsSettings withCallbackHosts(Set<String> hosts) {
        return new NmsSettings(bind, tls, publicBase, storeName, hosts, presets, pathAliases, limits);
    }

    public NmsSettings withLimits(NmsLimits newLimits) {
        return new NmsSettings(bind, tls, publicBase, storeName, callbackHosts, presets, pathAliases, newLimits);
    }

    /// A search that the server knows by name.
    public enum Preset {
        /// Everything in the box.
        ALL,
        /// What is in the folder whose path is the preset's value.
        FOLDER_BY_PATH
    }
}
