// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.satchel.model.BoxId;

/// What awaits the attention of this node's followers; gathers only once somebody asks, so that it cannot grow
/// unread.
final class Touched {
    private final Set<Touch> touches = new LinkedHashSet<>();
    private boolean read;
    private boolean woken;

    /// A subscription that was made, moved or removed, or changes hands.
    record Touch(BoxId box, SubscriptionId id) {
        /// As it is left for another node.
        String text() {
            return id + " " + box;
        }

        static Touch read(String text) {
            int blank = text.indexOf(' ');
            return new Touch(new BoxId(text.substring(blank + 1)), new SubscriptionId(text.substring(0, blank)));
        }
    }

    synchronized void add(Touch touch) {
        if (read) {
            touches.add(touch);
            notifyAll();
        }
    }

    /// Ends a wait, with nothing to tell.
    synchronized void wake() {
        woken = true;
        notifyAll();
    }

    /// @return in order; empty when the time is up, or somebody said [#wake]
    synchronized Set<Touch> take(Duration timeout) throws InterruptedException {
        read = true;
        long deadline = System.nanoTime() + timeout.toNanos();
        long left = timeout.toNanos();
        while (touches.isEmpty() && !woken && left > 0) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
            left = deadline - System.nanoTime();
        }
        woken = false;
        var taken = new LinkedHashSet<>(touches);
        touches.clear();
        return taken;
    }
}
