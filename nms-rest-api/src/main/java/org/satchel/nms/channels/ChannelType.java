// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.channels;

import java.util.Arrays;
import java.util.Optional;

/// Ways in which lists leave a channel.
// OMA NMS §7.7, §13.27
enum ChannelType {
    LONG_POLLING("LongPolling", "longpolling", "nc:LongPollingData"),
    /// Clients write it `WebSockets`, `Websockets` or `WebSocket`; each gets its own spelling back.
    WEB_SOCKETS("WebSockets", "websockets?", "nc:WebSocketsData"),
    /// The server comes to the client, by way of its push service.
    NATIVE("NativeChannel", "nativechannel", "nc:WebPushChannelData");

    private final String word;
    private final String pattern;
    private final String dataType;

    ChannelType(String word, String pattern, String dataType) {
        this.word = word;
        this.pattern = "(?i)" + pattern;
        this.dataType = dataType;
    }

    /// What a client means.
    static Optional<ChannelType> of(String written) {
        return Arrays.stream(values())
                .filter(type -> written.matches(type.pattern))
                .findFirst();
    }

    String word() {
        return word;
    }

    /// Type of its data in XML. OMA NMS §4.5; the second and third follow the pattern of the first.
    String dataType() {
        return dataType;
    }
}
