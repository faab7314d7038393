// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.webpush;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import org.satchel.push.ListEncoder;
import org.satchel.push.Notification;
import org.satchel.push.Outcome;
import org.satchel.push.Pace;
import org.satchel.push.PushPolicy;
import org.satchel.push.Sink;
import org.satchel.push.SubscriptionId;
import org.satchel.push.Target;

/// Tells one receiver: one letter per list. A letter that was not fetched gives way to the next one; by the gap in
/// the indexes the receiver sees that it has to ask from its restart token on.
final class WebPushSink implements Sink {
    private static final int TOPIC_CHARS = 24;

    private final WebPush line;
    private final Target.WebPush target;
    private final ListEncoder encoder;
    private final WebPushLimits limits;
    private final InstantSource clock;

    WebPushSink(WebPush line, Target.WebPush target, ListEncoder encoder, WebPushLimits limits, InstantSource clock) {
        this.line = line;
        this.target = target;
        this.encoder = encoder;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public Pace pace() {
        return limits.pace();
    }

    @Override
    public Outcome deliver(Notification list) throws InterruptedException {
        var document = encoder.encode(list);
        if (document.isEmpty()) {
            return new Outcome.Skip();
        }
        var within = Duration.between(clock.instant(), list.cut().plus(limits.within()));
        if (within.isNegative()) {
            return new Outcome.Refused("its time is over after " + (list.attempt() - 1) + " attempts");
        }
        var small = "{\"nmsWakeUp\":{\"index\":" + list.index() + ",\"lastModSeq\":" + list.position() + "}}";
        return line.send(
                target,
                new Letter(
                        document.get().text(),
                        small,
                        within,
                        urgency(list),
                        topic(list.subscription().id())));
    }

    private static Letter.Urgency urgency(Notification list) {
        boolean news = list.content() instanceof Notification.Events(var commits)
                && commits.stream()
                        .anyMatch(commit -> commit.changes().stream()
                                .anyMatch(change -> PushPolicy.RECEIVED.isWorth(commit, change)));
        return news ? Letter.Urgency.HIGH : Letter.Urgency.NORMAL;
    }

    /// Says nothing of the subscription to the push service but that it is one.
    private static String topic(SubscriptionId id) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(id.text().getBytes(UTF_8));
            return Base64.getUrlEncoder().encodeToString(digest).substring(0, TOPIC_CHARS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
