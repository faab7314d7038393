// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

/// Where notifications of a subscription go.
public sealed interface Target {
    /// A URL that takes one POST per list.
    ///
    /// @param notifyUrl as the subscriber wrote it
    // OMA NMS §5.4 (CallbackReference)
    record Callback(String notifyUrl, Format format) implements Target {}

    /// A notification channel of this server: lists wait there until the client fetches them.
    ///
    /// @param channel id of the channel
    /// @param notifyUrl callback URL of that channel, as the subscriber wrote it
    record Channel(String channel, String notifyUrl, Format format) implements Target {}

    /// A device that is woken through a push proxy gateway.
    ///
    /// @param instance name of the device in its box, for example its `+sip.instance`; one registration each
    /// @param gateway name of the configured gateway
    /// @param address `address-value` of PAP, for example `WAPPUSH=+15550100001/TYPE=PLMN@ppg.example.net`
    record PushDevice(String instance, String gateway, String address) implements Target {
        /// A device of the cellular network, addressed by its number.
        ///
        /// @param number global number, for example `+15550100001`
        /// @param gatewayHost domain of the gateway, as its operator named it
        // WAP-PAP §10 (client addressing)
        public static PushDevice plmn(String instance, String gateway, String number, String gatewayHost) {
            return new PushDevice(instance, gateway, "WAPPUSH=" + number + "/TYPE=PLMN@" + gatewayHost);
        }
    }

    /// A browser or app that is reached through its push service.
    ///
    /// @param endpoint URL of the receiver at the push service
    /// @param p256dh its public key, Base64 for URLs
    /// @param auth its secret, likewise
    // RFC 8030 §4, RFC 8291 §3
    record WebPush(String endpoint, String p256dh, String auth) implements Target {
        /// Who knows these can write to the receiver.
        @Override
        public String toString() {
            return "WebPush[]";
        }
    }

    /// In which form the subscriber reads event lists.
    enum Format {
        JSON,
        XML
    }
}
