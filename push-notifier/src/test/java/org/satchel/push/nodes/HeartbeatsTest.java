// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.Registry;
import org.satchel.model.StoreFailure;
import org.satchel.model.memory.MemoryStore;
import org.satchel.push.Await;

@Timeout(300)
class HeartbeatsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Registry registry = new MemoryStore().registry();
    private final Unsteady unsteady = new Unsteady(registry);
    private final AtomicLong timeA = new AtomicLong(-3_000_000_000L);
    /// No two clocks show the same.
    private final AtomicLong timeB = new AtomicLong(777_000_000_000L);

    private final Heartbeats a = new Heartbeats(unsteady, Rhythm.DEFAULT, timeA::get, new NodeName("a"));
    private final Heartbeats b = new Heartbeats(registry, Rhythm.DEFAULT, timeB::get, new NodeName("b"));

    private void beatB(int seconds) {
        for (int i = 0; i < seconds; i++) {
            timeB.addAndGet(SECOND.toNanos());
            b.beat();
        }
    }

    private void meet() {
        a.beat();
        b.beat();
        a.beat();
        b.beat();
    }

    private static List<String> live(Heartbeats heart) {
        return heart.view().live().stream().map(NodeName::text).sorted().toList();
    }

    @Test
    void nodes_see_each_other_from_their_first_beat_on() {
        assertThat(a.isCurrent()).isFalse();
        assertThat(live(a)).isEmpty();
        a.beat();
        assertThat(a.isCurrent()).isTrue();
        b.beat();
        assertThat(live(b)).containsExactly("a", "b");
        assertThat(live(a)).containsExactly("a");
        a.beat();
        assertThat(live(a)).containsExactly("a", "b");
    }

    @Test
    void a_node_seen_silent_for_five_seconds_is_dead_and_not_before() {
        meet();
        beatB(4);
        assertThat(live(b)).containsExactly("a", "b");
        beatB(1);
        assertThat(live(b)).containsExactly("b");
        a.beat();
        b.beat();
        assertThat(live(b)).containsExactly("a", "b");
    }

    @Test
    void a_node_that_cannot_renew_gives_up_before_others_take_it_for_dead() {
        meet();
        unsteady.refusing = true;
        timeA.addAndGet(SECOND.multipliedBy(2).toNanos());
        assertThatThrownBy(a::beat).isInstanceOf(StoreFailure.Unavailable.class);
        assertThat(a.isCurrent()).isTrue();
        timeA.addAndGet(SECOND.toNanos());
        assertThat(a.isCurrent()).isFalse();
        assertThatThrownBy(a::beat).isInstanceOf(StoreFailure.Unavailable.class);
        assertThat(live(a)).doesNotContain("a");
        unsteady.refusing = false;
        a.beat();
        assertThat(live(a)).contains("a");
    }

    @Test
    void a_node_that_stood_still_changes_its_view_even_when_it_sees_the_same_nodes_again() {
        meet();
        var before = a.view();
        var changes = new AtomicInteger();
        a.watch(changes::incrementAndGet);
        timeA.addAndGet(SECOND.multipliedBy(30).toNanos());
        assertThat(a.isCurrent()).isFalse();
        a.beat();
        assertThat(a.isCurrent()).isTrue();
        assertThat(a.view().live()).isEqualTo(before.live());
        assertThat(a.view().number()).isGreaterThan(before.number());
        assertThat(changes).hasValue(1);
    }

    @Test
    void who_did_not_look_all_the_while_takes_nobody_for_dead() {
        meet();
        timeB.addAndGet(SECOND.multipliedBy(60).toNanos());
        b.beat();
        assertThat(live(b)).containsExactly("a", "b");
        beatB(5);
        assertThat(live(b)).containsExactly("b");
    }

    @Test
    void a_node_that_closes_is_gone_at_the_next_look() {
        meet();
        a.close();
        assertThat(a.isCurrent()).isFalse();
        b.beat();
        assertThat(live(b)).containsExactly("b");
        a.beat();
        b.beat();
        assertThat(live(b)).containsExactly("b");
    }

    @Test
    void a_renewal_of_unknown_outcome_is_no_obstacle() {
        meet();
        unsteady.forgetful = true;
        assertThatThrownBy(a::beat).isInstanceOf(StoreFailure.Unavailable.class);
        unsteady.forgetful = false;
        a.beat();
        assertThat(a.isCurrent()).isTrue();
        beatB(4);
        a.beat();
        beatB(4);
        assertThat(live(b)).containsExactly("a", "b");
    }

    @Test
    void what_a_dead_node_left_is_removed_and_it_may_come_back() {
        meet();
        new Notes(registry, new NodeName("b"), new Random(1)).leave(new NodeName("a"), "x", "y");
        for (int minute = 0; minute < 11; minute++) {
            beatB(60);
        }
        assertThat(registry.scan("", "", 10)).hasSize(1);
        a.beat();
        b.beat();
        assertThat(live(b)).containsExactly("a", "b");
    }

    @Test
    void each_node_writes_once_per_beat_however_many_there_are() {
        meet();
        int before = unsteady.writes.get();
        a.beat();
        assertThat(unsteady.writes.get() - before).isEqualTo(1);
    }

    @Test
    void its_thread_keeps_it_alive_and_tells_of_others() {
        var rhythm = new Rhythm(
                Duration.ofMillis(5),
                Duration.ofSeconds(20),
                Duration.ofSeconds(25),
                Duration.ofMinutes(1),
                Duration.ofMillis(5));
        try (var one = new Company(registry, rhythm, new Random(1));
                var two = new Company(registry, rhythm, new Random(2))) {
            var told = new ArrayList<String>();
            one.nodes().notes().on("word", told::add);
            one.start();
            two.start();
            Await.until(
                    "they see each other",
                    () -> one.nodes().view().live().size() == 2
                            && one.nodes()
                                    .view()
                                    .live()
                                    .equals(two.nodes().view().live()));
            two.nodes().notes().leave(one.nodes().self(), "word", "look");
            Await.until("the word arrives", () -> told.equals(List.of("look")));
        }
        assertThat(registry.scan("", "", 10)).isEmpty();
    }
}
