// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.metrics;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.satchel.model.Actor;
import org.satchel.model.BoxTransaction;
import org.satchel.model.BoxView;
import org.satchel.model.Commit;
import org.satchel.model.ForwardingBox;
import org.satchel.model.MessageBox;
import org.satchel.model.PendingCommit;

/// A box whose writes are timed until their writer knows the outcome. Reading is timed as far as the engine is
/// asked for the present of the box.
final class MeasuredBox extends ForwardingBox {
    private final StoreFigures figures;

    MeasuredBox(MessageBox box, StoreFigures figures) {
        super(box);
        this.figures = figures;
    }

    @Override
    public BoxView view() {
        var watch = figures.call("view");
        try {
            var view = box.view();
            watch.done();
            return view;
        } catch (RuntimeException failure) {
            watch.failed(failure);
            throw failure;
        }
    }

    @Override
    public Commit write(Actor actor, Consumer<BoxTransaction> work) {
        var watch = figures.commit();
        return told(watch, () -> box.write(actor, counted(work)));
    }

    @Override
    public PendingCommit begin(Actor actor, Consumer<BoxTransaction> work) {
        var watch = figures.commit();
        try {
            var pending = box.begin(actor, counted(work));
            return () -> told(watch, pending);
        } catch (RuntimeException failure) {
            watch.failed(failure);
            throw failure;
        }
    }

    private static Commit told(Stopwatch watch, PendingCommit outcome) {
        try {
            var commit = outcome.await();
            watch.done();
            return commit;
        } catch (RuntimeException failure) {
            watch.failed(failure);
            throw failure;
        }
    }

    private Consumer<BoxTransaction> counted(Consumer<BoxTransaction> work) {
        var again = new AtomicBoolean();
        return transaction -> {
            if (again.getAndSet(true)) {
                figures.reruns().inc();
            }
            work.accept(transaction);
        };
    }
}
