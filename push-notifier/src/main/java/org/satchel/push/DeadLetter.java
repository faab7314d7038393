// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.time.Instant;
import org.satchel.model.BoxId;

/// A list that was given up, or the last one of a subscription that ended because of its receiver.
///
/// @param when to the second
/// @param target `callback`, `channel`, `device` or `webpush`
/// @param why names a code, never content
public record DeadLetter(Instant when, BoxId box, SubscriptionId subscription, long index, String target, String why) {
    /// Without the box, in one line; what it says is last.
    public String line() {
        return when + " " + subscription + " " + index + " " + target + " " + why.replace('\n', ' ');
    }

    static DeadLetter read(BoxId box, String line) {
        var words = line.split(" ", 5);
        return new DeadLetter(
                Instant.parse(words[0]),
                box,
                new SubscriptionId(words[1]),
                Long.parseLong(words[2]),
                words[3],
                words[4]);
    }
}
