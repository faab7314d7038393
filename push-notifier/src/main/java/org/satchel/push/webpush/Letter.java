// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.webpush;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import org.satchel.push.Notification;
import org.satchel.push.PushPolicy;
import org.satchel.push.SubscriptionId;

/// What a receiver is to get.
///
/// @param text when it fits
/// @param small instead, when that is too long for a letter or for the push service
/// @param within how long it is of use, and kept by the push service: whole seconds
/// @param topic a letter that nobody has fetched yet gives way to a later one of the same topic: up to 32 letters,
/// digits, `-` and `_`
// RFC 8030 §5.2, §5.3, §5.4
record Letter(String text, String small, Duration within, Urgency urgency, String topic) {
    /// Octets of a text that fits.
    static final int BYTES_MAX = Seal.PAYLOAD_BYTES_MAX;

    private static final int TOPIC_CHARS = 24;

    Letter {
        if (small.getBytes(UTF_8).length > BYTES_MAX || !topic.matches("[A-Za-z0-9_-]{1,32}")) {
            throw new IllegalArgumentException("small text of more than " + BYTES_MAX + " octets, or no topic");
        }
    }

    /// The letter that tells of a list: letters of one subscription replace each other.
    static Letter of(Notification list, String text, String small, Duration within) {
        return new Letter(
                text, small, within, urgency(list), topic(list.subscription().id()));
    }

    boolean fits() {
        return text.getBytes(UTF_8).length <= BYTES_MAX;
    }

    private static Urgency urgency(Notification list) {
        boolean news = list.content() instanceof Notification.Events(var commits)
                && commits.stream()
                        .anyMatch(commit -> commit.changes().stream()
                                .anyMatch(change -> PushPolicy.RECEIVED.isWorth(commit, change)));
        return news ? Urgency.HIGH : Urgency.NORMAL;
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

    /// Whether it is worth waking a device that saves its battery.
    enum Urgency {
        LOW,
        NORMAL,
        HIGH
    }
}
