// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Posts lists to the URLs of subscribers, on allowed hosts only: makes the sinks of callbacks. Closed after the
/// followers.
// OMA NMS §5.4 (notifyURL)
public final class Webhooks implements SinkFactory, AutoCloseable {
    /// Octets of an answer that are read; its content does not matter.
    private static final int REPLY_BYTES_MAX = 64 * 1024;

    private static final Duration RETRY_AFTER_MAX = Duration.ofHours(1);
    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);

    private final Set<String> hosts;
    private final ListEncoder encoder;
    private final HttpPost http;

    /// @param hosts `host` for https on its own port, or `scheme://host:port`, lower case; empty = no callbacks
    /// @param requestMax for one POST
    public Webhooks(Set<String> hosts, ListEncoder encoder, Duration requestMax) {
        this.hosts = Set.copyOf(hosts);
        this.encoder = encoder;
        this.http = new HttpPost(requestMax, REPLY_BYTES_MAX);
    }

    /// True when lists may be posted there. Any other URL would let a subscriber make this server ask its own
    /// network.
    public boolean mayPost(String url) {
        return place(url) != null;
    }

    /// @throws IllegalArgumentException when the target is no callback
    @Override
    public Sink open(Subscription subscription) {
        if (!(subscription.terms().target() instanceof Target.Callback callback)) {
            throw new IllegalArgumentException("subscription " + subscription.id() + " is not a callback");
        }
        return list -> deliver(callback.notifyUrl(), list);
    }

    @Override
    public void close() {
        http.close();
    }

    private Outcome deliver(String url, Notification list) throws InterruptedException {
        var place = place(url);
        if (place == null) {
            return new Outcome.Gone("its host is not allowed");
        }
        var document = encoder.encode(list);
        if (document.isEmpty()) {
            return new Outcome.Skip();
        }
        var headers = Map.of("Content-Type", document.get().contentType());
        try {
            return judged(http.post(place, headers, document.get().text().getBytes(UTF_8)));
        } catch (IOException failure) {
            LOG.info("callback of {} does not answer: {}", list.subscription().id(), failure.toString());
            return new Outcome.RetryLater(Duration.ZERO);
        }
    }

    private static Outcome judged(HttpPost.Reply reply) {
        int status = reply.status();
        if (status / 100 == 2) {
            return new Outcome.Delivered();
        }
        return switch (status) {
            case 404, 410 -> new Outcome.Gone("HTTP " + status);
            case 400, 406, 413, 415, 422 -> new Outcome.Refused("HTTP " + status);
            default -> new Outcome.RetryLater(retryAfter(reply));
        };
    }

    // RFC 9110 §10.2.3, delay in seconds; the form with a date is taken as none
    private static Duration retryAfter(HttpPost.Reply reply) {
        var asked = reply.header("Retry-After")
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(Duration.ZERO);
        return asked.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : asked;
    }

    private @Nullable URI place(String url) {
        try {
            var uri = new URI(url);
            if (uri.getScheme() == null || uri.getHost() == null || uri.getUserInfo() != null) {
                return null;
            }
            var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            var host = uri.getHost().toLowerCase(Locale.ROOT);
            boolean plain = scheme.equals("https") && (uri.getPort() == -1 || uri.getPort() == 443);
            boolean allowed = (plain && hosts.contains(host))
                    || hosts.contains(scheme + "://" + host + (uri.getPort() == -1 ? "" : ":" + uri.getPort()));
            return allowed && scheme.matches("https?") ? uri : null;
        } catch (URISyntaxException malformed) {
            return null;
        }
    }
}
