// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.webpush;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.satchel.push.ListEncoder;
import org.satchel.push.Notification;
import org.satchel.push.Outcome;
import org.satchel.push.Pace;
import org.satchel.push.SinkFactory;
import org.satchel.push.Target;
import org.satchel.push.outside.Answer;
import org.satchel.push.outside.GuardedPost;
import org.satchel.push.outside.Place;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends letters through the push services that receivers name, as far as the operator's reach goes. Closed after
/// the followers.
// RFC 8030 §5
public final class WebPush implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebPush.class);

    private final GuardedPost http;
    private final Vapid vapid;
    private final WebPushLimits limits;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Semaphore permits;

    /// @param http the way out; closed with this
    public WebPush(GuardedPost http, Vapid vapid, WebPushLimits limits, InstantSource clock) {
        this.http = http;
        this.vapid = vapid;
        this.limits = limits;
        this.clock = clock;
        this.permits = new Semaphore(limits.concurrentMax(), true);
    }

    /// `applicationServerKey` of a client that subscribes.
    public String publicKey() {
        return vapid.publicKey();
    }

    /// A receiver as a client names it, in the members of its `PushSubscription`.
    ///
    /// @param endpoint URL at its push service
    /// @param p256dh its public key, Base64 for URLs
    /// @param auth its secret, likewise
    /// @throws IllegalArgumentException whose message is the name of the member at fault
    public Target.WebPush target(String endpoint, String p256dh, String auth) {
        var target = new Target.WebPush(endpoint, p256dh, auth);
        if (http.place(endpoint).isEmpty()) {
            throw new IllegalArgumentException("endpoint");
        }
        Receiver.of(target);
        return target;
    }

    /// Makes the sinks of receivers that are subscribed themselves, without a channel.
    public SinkFactory telling(ListEncoder encoder) {
        return subscription -> {
            if (!(subscription.terms().target() instanceof Target.WebPush target)) {
                throw new IllegalArgumentException("subscription " + subscription.id() + " is not for WebPush");
            }
            return new WebPushSink(this, target, encoder);
        };
    }

    /// How lists for one receiver are gathered.
    public Pace pace() {
        return limits.pace();
    }

    /// Tells a receiver of a list, as long as that is of use.
    ///
    /// @param small instead of the text, when that is too long
    public Sent tell(Target.WebPush to, Notification list, String text, String small) throws InterruptedException {
        var within = Duration.between(clock.instant(), list.cut().plus(limits.within()));
        if (within.isNegative()) {
            return new Sent(new Outcome.Refused("its time is over after " + (list.attempt() - 1) + " attempts"), false);
        }
        return send(to, Letter.of(list, text, small, within));
    }

    /// Sends a letter, and in its place a small one when it is too long.
    Sent send(Target.WebPush to, Letter letter) throws InterruptedException {
        var place = http.place(to.endpoint());
        if (place.isEmpty()) {
            return new Sent(new Outcome.Gone("its push service is not allowed"), false);
        }
        if (!permits.tryAcquire(limits.requestMax().toMillis(), TimeUnit.MILLISECONDS)) {
            return new Sent(new Outcome.RetryLater(Duration.ZERO), false);
        }
        try {
            return sent(place.get(), Receiver.of(to), letter);
        } catch (IOException failure) {
            LOG.info("push service {} does not answer: {}", place.get().origin(), failure.toString());
            return new Sent(new Outcome.RetryLater(Duration.ZERO), false);
        } finally {
            permits.release();
        }
    }

    @Override
    public void close() {
        http.close();
    }

    private Sent sent(Place place, Receiver receiver, Letter letter) throws IOException, InterruptedException {
        if (letter.fits()) {
            var answer = post(place, receiver, letter, letter.text());
            // RFC 8030 §7.2: a push service may take less
            if (answer.status() != 413) {
                return new Sent(judged(answer), true);
            }
        }
        return new Sent(judged(post(place, receiver, letter, letter.small())), false);
    }

    private Answer post(Place place, Receiver receiver, Letter letter, String text)
            throws IOException, InterruptedException {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Authorization", vapid.authorization(place.origin(), clock.instant()));
        headers.put("Content-Encoding", "aes128gcm");
        headers.put("Content-Type", "application/octet-stream");
        headers.put("TTL", Long.toString(letter.within().toSeconds()));
        headers.put("Urgency", letter.urgency().name().toLowerCase(Locale.ROOT));
        headers.put("Topic", letter.topic());
        return http.post(place, headers, Seal.seal(text.getBytes(UTF_8), receiver, random));
    }

    private static Outcome judged(Answer answer) {
        int status = answer.status();
        if (status / 100 == 2) {
            return new Outcome.Delivered();
        }
        return switch (status) {
            // RFC 8030 §7.3
            case 404, 410 -> new Outcome.Gone("HTTP " + status);
            // RFC 8292 §4.2 for 401 and 403
            case 400, 401, 403, 406, 413, 415, 422 -> new Outcome.Refused("HTTP " + status);
            // RFC 8030 §8.4 for 429
            default -> new Outcome.RetryLater(answer.retryAfter());
        };
    }

    /// What became of a letter.
    ///
    /// @param whole false when its small text went, or none
    public record Sent(Outcome outcome, boolean whole) {}
}
