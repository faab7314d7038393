// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The whole configuration, checked, as a tree of values. See `docs/configuration.md` for what each means.
public record ServerConfig(Path data, Box box, Engine engine, Imap imap, Http http, Sip sip, Push push) {
    /// @param quotaBytes 0 = without limit
    /// @param quotaObjects 0 = without limit
    public record Box(
            List<String> systemFolders, long objectBytesMax, long quotaBytes, long quotaObjects, Duration history) {
        public Box {
            systemFolders = List.copyOf(systemFolders);
        }
    }

    public record Engine(
            long residentBytesMax, long blockCacheBytes, int smallPayloadBytesMax, long diskReserveBytes) {}

    public record Imap(HostPort listen, Tls tls, boolean clearLogin, int connectionsMax, int connectionsPerBoxMax) {}

    /// @param publicUrl empty = as it listens
    public record Http(HostPort listen, Tls tls, String publicUrl, String storeName, Duration longPollTime) {}

    /// @param nextHop `HOST:PORT`, or empty
    public record Sip(boolean enabled, HostPort listen, String nextHop, List<String> trustedPeers, boolean failOpen) {
        public Sip {
            trustedPeers = List.copyOf(trustedPeers);
        }
    }

    /// @param gatewayUrl empty = no OMA Push
    public record Push(
            String gatewayUrl,
            String user,
            String password,
            String applicationIdForm,
            boolean wakeNumbers,
            Duration quietWindow,
            Duration interval) {
        @Override
        public String toString() {
            return "Push[" + gatewayUrl + ", " + user + "]";
        }
    }

    /// @throws ConfigFailure for a value that does not fit, with the place it came from
    public static ServerConfig of(Settings settings) {
        return new ServerConfig(
                settings.get(Keys.DATA),
                new Box(
                        settings.get(Keys.SYSTEM_FOLDERS),
                        settings.get(Keys.OBJECT_BYTES_MAX),
                        settings.get(Keys.QUOTA_BYTES),
                        settings.get(Keys.QUOTA_OBJECTS),
                        settings.get(Keys.HISTORY)),
                new Engine(
                        settings.get(Keys.RESIDENT_BYTES),
                        settings.get(Keys.BLOCK_CACHE_BYTES),
                        Math.toIntExact(settings.get(Keys.SMALL_PAYLOAD_BYTES)),
                        settings.get(Keys.DISK_RESERVE_BYTES)),
                new Imap(
                        settings.get(Keys.IMAP_LISTEN),
                        settings.get(Keys.IMAP_TLS),
                        settings.get(Keys.IMAP_CLEAR_LOGIN),
                        settings.get(Keys.IMAP_CONNECTIONS),
                        settings.get(Keys.IMAP_CONNECTIONS_PER_BOX)),
                new Http(
                        settings.get(Keys.HTTP_LISTEN),
                        settings.get(Keys.HTTP_TLS),
                        settings.get(Keys.HTTP_PUBLIC_URL),
                        settings.get(Keys.NMS_STORE),
                        settings.get(Keys.NMS_POLL_TIME)),
                new Sip(
                        settings.get(Keys.SIP_ENABLED),
                        settings.get(Keys.SIP_LISTEN),
                        settings.get(Keys.SIP_NEXT_HOP),
                        settings.get(Keys.SIP_TRUSTED),
                        settings.get(Keys.SIP_FAIL_OPEN)),
                new Push(
                        settings.get(Keys.PUSH_GATEWAY),
                        settings.get(Keys.PUSH_USER),
                        settings.get(Keys.PUSH_PASSWORD),
                        settings.get(Keys.PUSH_APPLICATION_ID),
                        settings.get(Keys.PUSH_NUMBERS),
                        settings.get(Keys.PUSH_QUIET),
                        settings.get(Keys.PUSH_INTERVAL)));
    }

    /// The reference page of all settings.
    public static String reference() {
        return Keys.reference();
    }
}
