// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.keeping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.satchel.model.Registry;
import org.satchel.model.memory.MemoryStore;
import org.satchel.model.state.BoxSettings;
import org.satchel.push.nodes.Membership;
import org.satchel.push.nodes.NodeName;

/// By a clock that is wrong nothing is removed at once.
class SteadyTimeTest {
    private static final Instant BEGIN = Instant.parse("2026-03-03T08:00:00Z");

    private final AtomicReference<Instant> wall = new AtomicReference<>(BEGIN);
    private final AtomicLong nanos = new AtomicLong(-5);
    private final MemoryStore store = new MemoryStore(BoxSettings.STANDARD.withClock(wall::get));
    private final Registry registry = store.registry();
    private SteadyTime time = started();

    private SteadyTime started() {
        return new SteadyTime(registry, wall::get, nanos::get);
    }

    private void pass(Duration duration) {
        wall.updateAndGet(instant -> instant.plus(duration));
        nanos.addAndGet(duration.toNanos());
    }

    private void leap(Duration duration) {
        wall.updateAndGet(instant -> instant.plus(duration));
    }

    @Test
    void it_is_the_clocks_as_long_as_that_goes_right() {
        assertThat(time.instant()).isEqualTo(BEGIN);
        for (int day = 0; day < 100; day++) {
            pass(Duration.ofHours(6));
            assertThat(time.instant()).isEqualTo(wall.get());
        }
        leap(Duration.ofMinutes(30));
        pass(Duration.ofHours(6));
        assertThat(time.instant()).as("a correction").isEqualTo(wall.get());
    }

    @Test
    void after_a_leap_it_catches_up_slowly_and_goes_back_at_once() {
        assertThat(time.instant()).isEqualTo(BEGIN);
        leap(Duration.ofDays(3_650));
        assertThat(time.instant()).isEqualTo(BEGIN);
        for (int minute = 0; minute < 60; minute++) {
            pass(Duration.ofMinutes(1));
            assertThat(time.instant()).isBefore(BEGIN.plus(Duration.ofHours(5)));
        }
        leap(Duration.ofDays(-3_650));
        assertThat(time.instant()).isEqualTo(wall.get());
        leap(Duration.ofDays(9));
        for (int hour = 0; hour < 3 * 24 + 6; hour++) {
            pass(Duration.ofHours(1));
            time.instant();
        }
        assertThat(time.instant()).isEqualTo(wall.get());
    }

    @Test
    void a_start_gives_it_one_day() {
        assertThat(time.instant()).isEqualTo(BEGIN);
        leap(Duration.ofHours(20));
        time = started();
        assertThat(time.instant()).isEqualTo(wall.get());
        leap(Duration.ofDays(365));
        time = started();
        assertThat(time.instant()).isEqualTo(BEGIN.plus(Duration.ofHours(44)));
    }

    @Test
    void a_clock_that_leaps_has_nothing_removed() throws InterruptedException {
        var there = new Premises();
        there.now.set(wall.get());
        there.open(store);
        var object = there.deposit(Premises.PEER, "object");
        try (var keeper = new Keeper(store, Premises.TIMES, started(), Membership.alone(new NodeName("alone")))) {
            keeper.round();
            leap(Duration.ofDays(3_650));
            keeper.round();
            assertThat(there.isThere(object)).isTrue();
            for (int round = 0; round < 23 * 4; round++) {
                pass(Duration.ofHours(6));
                keeper.round();
            }
            assertThat(there.isThere(object)).as("four times as fast").isFalse();
        }
    }
}
