// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra.nodes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hints that wait to be sent, newest number per box, while earlier ones are on their way: the busier it is, the more
/// travel together.
final class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final int BOXES_MAX = 10_000;
    private static final int SENT_MAX = 2_000;

    private final Consumer<List<Hint>> send;
    /// Guarded by itself.
    private final Map<UUID, Long> waiting = new LinkedHashMap<>();

    private final Thread thread;

    /// @param send may block; what it throws loses the hints
    Outbox(String name, Consumer<List<Hint>> send) {
        this.send = send;
        this.thread = Thread.ofVirtual().name(name).start(this::run);
    }

    /// What does not fit is dropped.
    void add(Hint hint) {
        synchronized (waiting) {
            if (waiting.size() < BOXES_MAX) {
                waiting.merge(hint.box(), hint.last(), Math::max);
                waiting.notifyAll();
            }
        }
    }

    void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                send(take());
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(List<Hint> hints) {
        try {
            send.accept(hints);
        } catch (RuntimeException lost) {
            LOG.debug("hints are lost", lost);
        }
    }

    private List<Hint> take() throws InterruptedException {
        synchronized (waiting) {
            while (waiting.isEmpty()) {
                waiting.wait();
            }
            var hints = new ArrayList<Hint>();
            var entries = waiting.entrySet().iterator();
            while (entries.hasNext() && hints.size() < SENT_MAX) {
                var entry = entries.next();
                hints.add(new Hint(entry.getKey(), entry.getValue()));
                entries.remove();
            }
            return hints;
        }
    }
}
