// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the heads of the boxes that somebody waits on, at an interval, so that no commit of another process
/// is missed even when nobody told of it.
final class Watch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final int READS_MAX = 64;

    private final Duration interval;
    private final ConcurrentMap<UUID, CassandraBox> boxes = new ConcurrentHashMap<>();
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
        boxes.put(box.uuid(), box);
    }

    /// Another process says that a box has this commit.
    void hint(UUID box, long last) {
        var awaited = boxes.get(box);
        if (awaited != null) {
            awaited.hint(last);
        }
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
        for (var box : boxes.values()) {
            if (!box.isAwaited()) {
                boxes.remove(box.uuid());
                if (!box.isAwaited()) {
                    continue;
                }
                boxes.put(box.uuid(), box); // somebody came in between
            }
            places.acquire();
            var _ = box.look().whenComplete((nothing, failure) -> places.release());
        }
        places.acquire(READS_MAX);
    }
}
