// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.keeping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.Delta;
import org.satchel.model.FolderPath;
import org.satchel.model.MessageBox;
import org.satchel.model.ModSeq;
import org.satchel.model.memory.MemoryStore;
import org.satchel.model.state.BoxSettings;
import org.satchel.push.nodes.Heartbeats;
import org.satchel.push.nodes.Membership;
import org.satchel.push.nodes.NodeName;
import org.satchel.push.nodes.Rhythm;

@Timeout(300)
class HistoryTest {
    private static final Duration HORIZON = Duration.ofDays(90);
    private static final Times TIMES = new Times(HORIZON, Duration.ZERO, Duration.ZERO);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-03T08:00:00Z"));
    private final MemoryStore store = new MemoryStore(BoxSettings.STANDARD.withClock(now::get));
    private final Keeper keeper = new Keeper(store, TIMES, now::get, alone());
    private MessageBox box;

    @BeforeEach
    void make() {
        box = store.create(new BoxId("tel:+15550100001"));
    }

    @Test
    void what_is_older_than_the_horizon_is_forgotten_and_the_rest_is_kept() throws InterruptedException {
        var old = write("Default/old");
        pass(Duration.ofDays(10));
        var young = write("Default/young");
        pass(HORIZON.minusDays(5));

        keeper.round();

        assertThat(box.view().oldest()).isEqualTo(old);
        assertThat(box.changes().since(new ModSeq(old.number() - 1), 10)).isInstanceOf(Delta.Truncated.class);
        assertThat(box.changes().since(old, 10))
                .isInstanceOfSatisfying(
                        Delta.Commits.class,
                        delta -> assertThat(delta.commits())
                                .first()
                                .extracting("modSeq")
                                .isEqualTo(young));
        assertThat(box.view().folder(new FolderPath("Default/old"))).isPresent();
    }

    @Test
    void a_commit_of_exactly_the_horizon_is_kept() throws InterruptedException {
        write("Default/a");
        var oldest = box.view().oldest();
        pass(HORIZON);
        keeper.round();
        assertThat(box.view().oldest()).isEqualTo(oldest);
        pass(Duration.ofMillis(1));
        keeper.round();
        assertThat(box.view().oldest()).isGreaterThan(oldest);
    }

    @Test
    void nothing_old_is_nothing_to_do() throws InterruptedException {
        write("Default/a");
        var head = box.changes().head();
        keeper.round();
        keeper.round();
        assertThat(box.changes().head()).isEqualTo(head);
    }

    @Test
    void every_box_has_its_turn_however_many_there_are() throws InterruptedException {
        for (int i = 0; i < 205; i++) {
            store.create(new BoxId("tel:+1555020%04d".formatted(i)))
                    .write(
                            Actor.owner(new BoxId("tel:+1555020%04d".formatted(i))),
                            transaction -> transaction.createFolder(new FolderPath("Default/x")));
        }
        pass(HORIZON.plusDays(1));
        keeper.round();
        var all = store.boxes(null, 1_000);
        assertThat(all).hasSize(206);
        assertThat(all.stream().filter(id -> id.toString().contains("1555020")))
                .allSatisfy(id -> assertThat(store.open(id).changes().since(new ModSeq(0), 10))
                        .isInstanceOf(Delta.Truncated.class));
    }

    @Test
    void of_several_nodes_each_looks_after_its_own_boxes_and_together_they_miss_none() throws InterruptedException {
        for (int i = 0; i < 40; i++) {
            var id = new BoxId("tel:+1555020%04d".formatted(i));
            store.create(id)
                    .write(Actor.owner(id), transaction -> transaction.createFolder(new FolderPath("Default/x")));
        }
        pass(HORIZON.plusDays(1));
        var a = heart("a");
        var b = heart("b");
        a.beat();

        new Keeper(store, TIMES, now::get, a).round();
        assertThat(purged()).isBetween(5, 36);
        new Keeper(store, TIMES, now::get, b).round();
        assertThat(purged()).isEqualTo(41);
        var heads = heads();
        keeper.round();
        assertThat(heads()).as("what another node did is not done again").isEqualTo(heads);
    }

    private Heartbeats heart(String name) {
        var heart = new Heartbeats(store.registry(), Rhythm.DEFAULT, () -> 0, new NodeName(name));
        heart.beat();
        return heart;
    }

    private int purged() {
        return (int) store.boxes(null, 1_000).stream()
                .filter(id -> store.open(id).changes().since(ModSeq.ZERO, 1) instanceof Delta.Truncated)
                .count();
    }

    private List<ModSeq> heads() {
        return store.boxes(null, 1_000).stream()
                .map(id -> store.open(id).changes().head())
                .toList();
    }

    private static Membership alone() {
        return Membership.alone(new NodeName("alone"));
    }

    @Test
    void its_thread_begins_at_once_and_ends_when_told() throws InterruptedException {
        write("Default/a");
        pass(HORIZON.plusDays(1));
        var before = box.view().oldest();
        keeper.start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (box.view().oldest().equals(before) && System.nanoTime() < end) {
            box.changes().await(box.changes().head(), 1, Duration.ofMillis(20));
        }
        keeper.close();
        assertThat(box.view().oldest()).isGreaterThan(before);
    }

    private ModSeq write(String folder) {
        return box.write(Actor.owner(box.id()), transaction -> transaction.createFolder(new FolderPath(folder)))
                .modSeq();
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }
}
