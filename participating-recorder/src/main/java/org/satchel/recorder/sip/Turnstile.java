// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder.sip;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Bound on requests in hand, in all and per connection.
///
/// A connection at its bound is made to wait, which its peer feels as a full TCP window; a full house is turned away at
/// once.
final class Turnstile {
    private final int inAllMax;
    private final int perConnectionMax;
    private final Map<String, Integer> perConnection = new HashMap<>();
    private int inAll;

    Turnstile(int inAllMax, int perConnectionMax) {
        this.inAllMax = inAllMax;
        this.perConnectionMax = perConnectionMax;
    }

    /// @return false when there is no room, for this connection not even after `patience`
    synchronized boolean enter(String connection, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (perConnection.getOrDefault(connection, 0) >= perConnectionMax) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(left / 1_000_000 + 1);
        }
        if (inAll >= inAllMax) {
            return false;
        }
        inAll++;
        perConnection.merge(connection, 1, Integer::sum);
        return true;
    }

    synchronized void leave(String connection) {
        inAll--;
        perConnection.computeIfPresent(connection, (key, count) -> count == 1 ? null : count - 1);
        notifyAll();
    }

    /// @return true when nobody is in any more
    synchronized boolean awaitEmpty(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (inAll > 0) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(left / 1_000_000 + 1);
        }
        return true;
    }
}
