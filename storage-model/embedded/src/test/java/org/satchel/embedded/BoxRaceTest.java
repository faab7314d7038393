// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.embedded.Stores.ALICE;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.model.Delta;
import org.satchel.model.ModSeq;
import org.satchel.model.StoreFailure;
import org.satchel.model.contract.BoxPicture;
import org.satchel.model.contract.NoContents;
import org.satchel.model.state.BoxState;

/// Boxes are made, found, forgotten and erased by many at once: there is never a second one of a name.
@Timeout(300)
class BoxRaceTest {
    private static final int THREADS = 8;
    private static final int STEPS = 60;

    @TempDir
    Path folder;

    @Test
    void whoever_makes_finds_and_erases_a_box_meets_the_same_one() throws InterruptedException {
        var deposits = new AtomicInteger();
        try (var store = Stores.open(folder, Stores.FORGETFUL);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var racers = new ArrayList<Callable<Void>>();
            for (int i = 0; i < THREADS; i++) {
                var random = new Random(i);
                racers.add(() -> race(store, random, deposits));
            }
            for (Future<Void> racer : threads.invokeAll(racers, 50, TimeUnit.SECONDS)) {
                assertThat(racer.state()).as("%s", racer).isEqualTo(Future.State.SUCCESS);
            }
        }
        assertThat(deposits.get()).isPositive();
        try (var store = Stores.open(folder)) {
            var box = store.find(ALICE).orElseGet(() -> store.create(ALICE));
            var state = BoxState.empty(ALICE);
            for (var commit : ((Delta.Commits) box.changes().since(ModSeq.ZERO, 100_000)).commits()) {
                state = state.apply(commit, NoContents.NONE);
            }
            assertThat(BoxPicture.of(box.view())).isEqualTo(BoxPicture.of(state.view(NoContents.NONE)));
        }
    }

    private static Void race(EmbeddedStore store, Random random, AtomicInteger deposits) {
        for (int step = 0; step < STEPS; step++) {
            try {
                if (random.nextInt(10) == 0) {
                    store.erase(ALICE);
                } else if (random.nextInt(4) == 0) {
                    store.create(ALICE);
                } else {
                    Stores.deposit(store.open(ALICE), Stores.message(step, 200));
                    deposits.incrementAndGet();
                }
            } catch (StoreFailure.AlreadyExists | StoreFailure.NotFound lostTheRace) {
                assertThat(lostTheRace).hasMessageContaining(ALICE.text());
            }
        }
        return null;
    }
}
