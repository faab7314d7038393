// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.channels;

import java.util.Optional;
import org.satchel.model.BoxId;
import org.satchel.nms.box.Secret;

/// URLs by which channels are reached without credentials: nobody can guess them.
final class ChannelUrls {
    static final String POLL = "/nc/poll/";
    static final String SOCKET = "/nc/socket/";
    static final String CALLBACK = "/nc/callback/";

    private final Secret secret;
    private final String base;

    /// @param base URL in front of `/nc`
    ChannelUrls(Secret secret, String base) {
        this.secret = secret;
        this.base = base;
    }

    /// Where the client reads, and fetches what is too long to be pushed.
    String reading(Channel.Facts facts) {
        return switch (facts.kind()) {
            case LONG_POLLING, NATIVE -> base + POLL + mark(POLL, facts);
            // http becomes ws, and https wss. RFC 6455 §3
            case WEB_SOCKETS -> "ws" + base.substring("http".length()) + SOCKET + mark(SOCKET, facts);
        };
    }

    /// Where application servers post, and what names the channel in a subscription.
    String callback(Channel.Facts facts) {
        return base + CALLBACK + mark(CALLBACK, facts);
    }

    /// What a URL of ours names.
    Optional<Named> named(String path, String url) {
        return url.startsWith(base + path)
                ? mark(path, url.substring(base.length() + path.length()))
                : Optional.empty();
    }

    /// What the last segment of such a URL names.
    Optional<Named> mark(String path, String mark) {
        return secret.read(path, mark).map(told -> {
            int blank = told.indexOf(' ');
            return new Named(new BoxId(told.substring(blank + 1)), told.substring(0, blank));
        });
    }

    private String mark(String path, Channel.Facts facts) {
        return secret.mark(path, facts.id() + " " + facts.box());
    }

    /// A channel that there was once.
    record Named(BoxId box, String id) {}
}
