// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The checkpoints of one box: made in the background, one at a time, when enough commits lie beside its head, or when
/// one of them let go of what is to be freed soon. What fails is tried again when more have come.
final class Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private final CassandraBox box;
    private final Engine engine;
    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicBoolean wanted = new AtomicBoolean();
    private volatile long lastNanos;

    Checkpoints(CassandraBox box, Engine engine) {
        this.box = box;
        this.engine = engine;
        this.lastNanos = System.nanoTime()
                - engine.settings().limits().checkpointInterval().toNanos();
    }

    /// The next one is to be made soon, however few commits it has: a box in which nothing else happens would
    /// otherwise keep for ever what time took from it.
    void want() {
        wanted.set(true);
    }

    /// @param commits that lie beside the head
    void consider(long commits) {
        var limits = engine.settings().limits();
        boolean rested =
                System.nanoTime() - lastNanos >= limits.checkpointInterval().toNanos();
        boolean due = commits >= limits.checkpointCommits() && (rested || commits >= 16L * limits.checkpointCommits());
        if ((due || (wanted.get() && commits > 0)) && running.compareAndSet(false, true)) {
            engine.threads().execute(this::run);
        }
    }

    private void run() {
        var places = engine.checkpointPlaces();
        try {
            places.acquire();
        } catch (InterruptedException closed) {
            running.set(false);
            return;
        }
        boolean soon = wanted.getAndSet(false);
        try {
            if (!made() && soon) {
                wanted.set(true); // another process made one, perhaps without what this one is about
            }
        } catch (StoreFailure failure) {
            LOG.debug("a checkpoint is put off: {}", failure.getMessage());
        } catch (RuntimeException bug) {
            LOG.error("a checkpoint of box part {} failed", box.uuid(), bug);
        } finally {
            lastNanos = System.nanoTime();
            places.release();
            running.set(false);
        }
        if (wanted.get()) { // more came while this one was made
            box.checkpointIfDue();
        }
    }

    /// Makes one now.
    void make() {
        made();
    }

    /// @return false when another process was quicker
    private boolean made() {
        var present = box.present();
        var before = present.rows().checkpoint();
        var groups = present.rows().groups(before.modSeq().number(), present.head());
        var head = engine.heads().read(box.uuid()).orElseThrow(box::gone);
        if (head.applied() != before.modSeq().number()) {
            adopt(head);
            return false;
        }
        if (groups.isEmpty()) {
            return true;
        }
        var made = Checkpointer.make(box.uuid(), engine, before, groups, present.state());
        return switch (engine.heads()
                .publish(box.uuid(), head, made.checkpoint().modSeq().number(), made.part())) {
            case DONE -> {
                box.settle(made.checkpoint());
                Checkpointer.clean(box.uuid(), engine, before, groups);
                yield true;
            }
            case LOST -> {
                made.parts().forEach(part -> Database.await(engine.parts().delete(box.uuid(), part)));
                adopt(engine.heads().read(box.uuid()).orElseThrow(box::gone));
                yield false;
            }
            case UNKNOWN -> {
                // It may come yet, so its parts stay; the next one is made on what is found then.
                LOG.debug("nobody knows whether a checkpoint was published");
                yield true;
            }
        };
    }

    /// Another process was first: its checkpoint is the one to go on from.
    private void adopt(Head head) {
        var part = head.checkpoint();
        boolean mine =
                part != null && part.equals(box.present().rows().checkpoint().part());
        if (part != null && !mine && head.applied() <= box.present().head()) {
            box.settle(engine.parts().checkpoint(box.uuid(), box.id(), part));
        }
    }

    /// How many are made at a time in a process.
    static Semaphore places() {
        return new Semaphore(4);
    }
}
