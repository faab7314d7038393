// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.io.IOException;
import java.time.Instant;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Collects payload files that nothing refers to: what crashes and removals left. Once at the start, then at
/// an interval.
final class Sweeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    private final Engine engine;
    private final Thread thread;

    Sweeper(Engine engine) {
        this.engine = engine;
        this.thread = Thread.ofVirtual().name("satchel-sweeper").start(this::run);
    }

    /// @return files deleted
    int sweep() throws IOException {
        // The age of a file is told by the system's clock, so it is compared with that.
        var before = Instant.now().minus(engine.settings().strayGrace());
        return engine.files().sweep(before, this::isReferenced);
    }

    /// Deletes the files of a box whose rows are gone; what fails is left to the next sweep.
    void erase(long box) {
        try {
            engine.files().erase(box);
        } catch (IOException failure) {
            LOG.warn("files of an erased box are left to the next sweep: {}", failure.toString());
        }
    }

    /// Waits for a sweep under way.
    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                sweepOnce();
                Thread.sleep(engine.settings().sweepInterval());
            }
        } catch (InterruptedException closed) {
            LOG.debug("sweeper stops");
        }
    }

    private void sweepOnce() {
        try {
            int deleted = sweep();
            if (deleted > 0) {
                LOG.info("{} payload files that nothing referred to are deleted", deleted);
            }
        } catch (IOException | StoreFailure.Unavailable failure) {
            LOG.warn("payload files could not be swept: {}", failure.toString());
        }
    }

    private boolean isReferenced(PayloadFiles.Name name) {
        var uses = new Keys(name.box()).fileUses(name.digest());
        return !engine.database().page(Family.ROWS, uses, Keys.behind(uses), 1).isEmpty();
    }
}
