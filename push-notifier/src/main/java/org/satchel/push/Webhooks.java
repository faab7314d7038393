// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.satchel.push.outside.Answer;
import org.satchel.push.outside.GuardedPost;
import org.satchel.push.outside.Place;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Posts lists to the URLs of subscribers, within the operator's reach only: makes the sinks of callbacks. Closed
/// after the followers.
// OMA NMS §5.4 (notifyURL)
public final class Webhooks implements SinkFactory, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);

    private final ListEncoder encoder;
    private final GuardedPost http;
    private final @Nullable WebhookKeys keys;
    private final InstantSource clock;

    /// @param requestMax for one POST
    public Webhooks(Callbacks callbacks, ListEncoder encoder, Duration requestMax, InstantSource clock) {
        this.encoder = encoder;
        this.http = new GuardedPost(callbacks.reach(), requestMax);
        this.keys = callbacks.keys();
        this.clock = clock;
    }

    /// True when lists may be posted there, as far as can be told before its host is looked up.
    public boolean mayPost(String url) {
        return http.place(url).isPresent();
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
        var place = http.place(url);
        if (place.isEmpty()) {
            return new Outcome.Gone("its host is not allowed");
        }
        var document = encoder.encode(list);
        if (document.isEmpty()) {
            return new Outcome.Skip();
        }
        var body = document.get().text().getBytes(UTF_8);
        try {
            return judged(http.post(
                    place.get(), headers(place.get(), list, document.get().contentType(), body), body));
        } catch (IOException failure) {
            LOG.info("callback of {} does not answer: {}", list.subscription().id(), failure.toString());
            return new Outcome.RetryLater(Duration.ZERO);
        }
    }

    private Map<String, String> headers(Place place, Notification list, String contentType, byte[] body) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", contentType);
        if (keys != null) {
            var id = list.subscription().id() + "-" + list.index();
            headers.putAll(keys.headers(place, id, clock.instant(), body));
        }
        return headers;
    }

    private static Outcome judged(Answer answer) {
        int status = answer.status();
        if (status / 100 == 2) {
            return new Outcome.Delivered();
        }
        return switch (status) {
            case 404, 410 -> new Outcome.Gone("HTTP " + status);
            case 400, 406, 413, 415, 422 -> new Outcome.Refused("HTTP " + status);
            default -> new Outcome.RetryLater(answer.retryAfter());
        };
    }
}
