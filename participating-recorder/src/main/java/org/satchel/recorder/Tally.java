// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import java.util.concurrent.atomic.LongAdder;

/// The counters while they count.
final class Tally {
    final LongAdder requests = new LongAdder();
    final LongAdder sent = new LongAdder();
    final LongAdder received = new LongAdder();
    final LongAdder notifications = new LongAdder();
    final LongAdder duplicates = new LongAdder();
    final LongAdder relayed = new LongAdder();
    final LongAdder deferred = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder storeFailures = new LongAdder();
    final LongAdder unrecorded = new LongAdder();

    void stored(Item item) {
        switch (item.parties().direction()) {
            case SENT -> sent.increment();
            case RECEIVED -> received.increment();
        }
        if (item.content() instanceof Content.Notification) {
            notifications.increment();
        }
    }

    RecorderCounters counters() {
        return new RecorderCounters(
                requests.sum(),
                sent.sum(),
                received.sum(),
                notifications.sum(),
                duplicates.sum(),
                relayed.sum(),
                deferred.sum(),
                refused.sum(),
                storeFailures.sum(),
                unrecorded.sum());
    }
}
