// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.keeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.satchel.embedded.EmbeddedStore;
import org.satchel.embedded.EngineSettings;
import org.satchel.model.Actor;
import org.satchel.model.Flags;
import org.satchel.model.FolderPath;
import org.satchel.model.MessageStore;
import org.satchel.model.ObjectId;
import org.satchel.model.Registry;
import org.satchel.model.memory.MemoryStore;
import org.satchel.model.state.BoxSettings;
import org.satchel.push.nodes.Membership;
import org.satchel.push.nodes.NodeName;

/// A round is broken off at every point there is, and another one finds the rest.
@Timeout(300)
class BreakOffTest {
    private static final FolderPath KEPT = new FolderPath("RCSMessageStore");
    /// A box that a round changes in more steps than these does not occur here.
    private static final int STEPS_MAX = 40;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void after_a_kill_at_any_write_the_next_round_finishes_and_takes_nothing_twice(boolean made) {
        int steps = 0;
        boolean done = false;
        while (!done) {
            var there = new Premises();
            there.open(new MemoryStore(BoxSettings.STANDARD.withClock(there.now::get)));
            var expected = fill(there);
            done = isSurvived(there, steps++, made);
            there.round();
            check(there, expected);
            assertThat(steps).isLessThan(STEPS_MAX);
        }
        assertThat(steps).as("writes of a round").isGreaterThan(7);
    }

    @Test
    void the_embedded_engine_is_opened_again_in_between() {
        Supplier<Premises> opened = () -> {
            var there = new Premises();
            return there.open(embedded(there));
        };
        var there = opened.get();
        var expected = fill(there);
        var now = there.now.get();
        for (int step = 0; step < 4; step++) {
            isSurvived(there, 1, step % 2 == 0);
            there.store.close();
            there = opened.get();
            there.now.set(now);
        }
        there.round();
        check(there, expected);
        there.store.close();
    }

    @Test
    void an_interrupt_ends_a_round_between_two_transactions() {
        var there = new Premises();
        there.open(new MemoryStore(BoxSettings.STANDARD.withClock(there.now::get)));
        var expected = fill(there);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> there.keeper(Premises.TIMES).round()).isInstanceOf(InterruptedException.class);
        assertThat(there.expired()).isEmpty();
        there.round();
        check(there, expected);
    }

    @Test
    void two_nodes_at_one_box_do_no_harm() {
        var there = new Premises();
        there.open(new MemoryStore(BoxSettings.STANDARD.withClock(there.now::get)));
        var expected = fill(there);
        var threads = new ArrayList<Thread>();
        var failures = new ArrayList<Throwable>();
        for (int i = 0; i < 4; i++) {
            var keeper = new Keeper(there.store, Premises.TIMES, there.now::get, alone("n" + i));
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    keeper.round();
                } catch (InterruptedException | RuntimeException e) {
                    synchronized (failures) {
                        failures.add(e);
                    }
                }
            }));
        }
        threads.forEach(thread -> {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        there.round();
        assertThat(failures).isEmpty();
        check(there, expected);
    }

    @Test
    void a_row_that_nobody_can_read_is_made_anew() {
        var there = new Premises();
        there.open(new MemoryStore(BoxSettings.STANDARD.withClock(there.now::get)));
        var expected = fill(there);
        Registry rows = there.store.registry();
        rows.put(Dues.key(Premises.ID), new byte[] {1, 2, 3});
        there.round();
        check(there, expected);
        assertThat(rows.get(Dues.key(Premises.ID)).map(Dues::decode)).isPresent();
    }

    /// Two days of objects, some of which will be due: of three kinds, and in more than one transaction.
    private static List<ObjectId> fill(Premises there) {
        var due = new ArrayList<ObjectId>();
        var folder = there.folder(Premises.PEER);
        var other = there.folder(new FolderPath("Default/other"));
        var seed = there.deposit(Premises.PEER, "seed");
        due.add(seed);
        var uid = there.box.view().locate(seed).orElseThrow().uid();
        there.box.write(Actor.owner(Premises.ID), tx -> {
            for (int i = 0; i < 2 * Turn.OBJECTS_PER_COMMIT; i++) {
                tx.copy(folder, List.of(uid), i % 3 == 0 ? other : folder);
            }
        });
        there.box.view().listing(folder).forEach(entry -> due.add(entry.object()));
        there.box.view().listing(other).forEach(entry -> due.add(entry.object()));
        due.remove(seed);
        there.deposit(Premises.PEER, "archived", Flags.ARCHIVED);
        there.pass(Duration.ofDays(60).plusHours(1));
        for (int i = 0; i < 5; i++) {
            var marked = there.deposit(i % 2 == 0 ? KEPT : FolderPath.INBOX, "marked");
            there.mark(marked);
            due.add(marked);
        }
        there.deposit(Premises.PEER, "young");
        there.pass(Duration.ofDays(30));
        return due;
    }

    private static void check(Premises there, List<ObjectId> expected) {
        assertThat(there.expired()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(there.box.view().usage().objects()).isEqualTo(2);
        assertThat(there.box.view().oldest().number()).as("forgotten").isPositive();
    }

    /// @return whether the round went through
    private static boolean isSurvived(Premises there, int writes, boolean made) {
        var store = new FailingStore(there.store, writes, made);
        try {
            new Keeper(store, Premises.TIMES, there.now::get, alone("alone")).round();
            return true;
        } catch (FailingStore.Killed killed) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Membership alone(String name) {
        return Membership.alone(new NodeName(name));
    }

    private MessageStore embedded(Premises there) {
        try {
            Files.createDirectories(folder);
            return EmbeddedStore.open(
                    folder.resolve("store"),
                    EngineSettings.STANDARD.withBoxes(BoxSettings.STANDARD.withClock(there.now::get)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
