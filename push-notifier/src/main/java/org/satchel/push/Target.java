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

    /// In which form the subscriber reads event lists.
    enum Format {
        JSON,
        XML
    }
}
