// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.storage;

import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.satchel.model.StoreFailure;
import org.satchel.model.blob.OrphanCollector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks for payloads that nothing refers to, now and then. Each server does; they start at moments of their own.
final class OrphanRounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanRounds.class);
    private static final Duration ROUND = Duration.ofHours(12);

    private final OrphanCollector collector;
    private final Thread thread;

    OrphanRounds(OrphanCollector collector) {
        this.collector = collector;
        thread = Thread.ofVirtual().name("orphans").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// What a round was about to delete nothing refers to, so nothing is half done.
    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            @Nullable LocalDate from = null;
            while (true) {
                Thread.sleep(ThreadLocalRandom.current().nextLong(ROUND.toMillis()));
                from = round(from);
            }
        } catch (InterruptedException e) {
            LOG.debug("the collector of orphans stops");
        }
    }

    private @Nullable LocalDate round(@Nullable LocalDate from) {
        try {
            var figures = collector.collect(from);
            LOG.info(
                    "orphans: {} of {} old payloads deleted, {} bytes; {} unfinished uploads removed",
                    figures.deleted(),
                    figures.looked(),
                    figures.bytes(),
                    figures.unfinished());
            return figures.next();
        } catch (StoreFailure failure) {
            LOG.warn("orphans are left for now: {}", failure.getMessage());
            return null;
        }
    }
}
