// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the heads of the boxes that somebody waits on, at an interval, so that no commit of another process is
/// missed
/// even when nobody told of it.
final class Watch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final int READS_MAX = 64;

    private final Duration interval;
    private final Set<CassandraBox> boxes = ConcurrentHashMap.newKeySet();
    private final Thread thread;

    Watch(Duration interval) {
        this.interval = interval;
        this.thread = Thread.ofVirtual().name("heads").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Somebody is about to wait on this box.
    void add(CassandraBox box) {
        boxes.add(box);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(interval);
                look();
            }
        } catch (InterruptedException closed) {
            LOG.debug("nobody looks at heads any more");
        }
    }

    private void look() throws InterruptedException {
        var places = new Semaphore(READS_MAX);
        for (var box : List.copyOf(boxes)) {
            if (!box.isAwaited()) {
                boxes.remove(box);
                if (!box.isAwaited()) {
                    continue;
                }
                boxes.add(box); // somebody came in between
            }
            places.acquire();
            var _ = box.look().whenComplete((nothing, failure) -> places.release());
        }
        places.acquire(READS_MAX);
    }
}
