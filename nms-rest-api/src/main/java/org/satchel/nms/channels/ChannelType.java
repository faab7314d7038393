// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.channels;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// Ways in which lists leave a channel.
// OMA NMS §7.7, §13.27
enum ChannelType {
    LONG_POLLING("LongPolling", "longpolling"),
    /// Clients write it `WebSockets`, `Websockets` or `WebSocket`; each gets its own spelling back.
    WEB_SOCKETS("WebSockets", "websockets?");

    private final String word;
    private final String pattern;

    ChannelType(String word, String pattern) {
        this.word = word;
        this.pattern = "(?i)" + pattern;
    }

    /// What a client means.
    static Optional<ChannelType> of(String written) {
        return Arrays.stream(values())
                .filter(type -> written.matches(type.pattern))
                .findFirst();
    }

    /// All of them, for somebody who asked for something else.
    static String words() {
        return Arrays.stream(values()).map(type -> type.word).collect(Collectors.joining(", "));
    }

    String word() {
        return word;
    }
}
