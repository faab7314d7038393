// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks from outside whether the SIP port still answers, and has it opened afresh when it does not: a stack can go
/// deaf and live on.
///
/// Interrupted, it ends between two looks, or after the restart that it is at.
final class Watchdog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    /// So many looks in a row without an answer: one may fall into a pause of the machine.
    static final int MISSES_MAX = 3;

    private final BooleanSupplier answers;
    private final Runnable restart;
    private final Duration interval;
    private final Thread thread;

    Watchdog(BooleanSupplier answers, Runnable restart, Duration interval) {
        this.answers = answers;
        this.restart = restart;
        this.interval = interval;
        this.thread = Thread.ofVirtual().name("sip-watchdog").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        int misses = 0;
        try {
            while (true) {
                Thread.sleep(interval);
                misses = answers.getAsBoolean() ? 0 : misses + 1;
                if (misses == MISSES_MAX) {
                    misses = 0;
                    afresh();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("the SIP watchdog ends");
        }
    }

    private void afresh() {
        LOG.error("the SIP port does not answer and is opened afresh");
        try {
            restart.run();
        } catch (IllegalStateException e) {
            LOG.error("the SIP port could not be opened afresh", e); // tried again after as many misses
        }
    }
}
