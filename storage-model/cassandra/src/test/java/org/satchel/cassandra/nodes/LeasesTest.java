// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LeasesTest {
    private static final UUID BOX = new UUID(1, 2);
    private static final Duration LASTS = Duration.ofSeconds(1);

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 10); // as nanoTime may, it runs over
    private final Leases leases = new Leases(LASTS, now::get);

    @Test
    void the_first_to_ask_lands_the_writes_and_the_others_are_sent_there() {
        assertThat(leases.take(BOX, "a")).isEqualTo("a");
        assertThat(leases.take(BOX, "b")).isEqualTo("a");
        assertThat(leases.take(BOX, "a")).isEqualTo("a");
        assertThat(leases.take(new UUID(1, 3), "b")).isEqualTo("b");
    }

    @Test
    void who_lets_go_makes_room_and_only_for_what_it_had() {
        leases.take(BOX, "a");
        leases.release(BOX, "b");
        assertThat(leases.take(BOX, "b")).isEqualTo("a");
        leases.release(BOX, "a");
        assertThat(leases.take(BOX, "b")).isEqualTo("b");
    }

    @Test
    void who_does_not_ask_again_has_lost_it() {
        leases.take(BOX, "a");
        now.addAndGet(LASTS.toNanos() / 2);
        assertThat(leases.take(BOX, "a")).isEqualTo("a");
        now.addAndGet(LASTS.toNanos() - 1);
        assertThat(leases.take(BOX, "b")).isEqualTo("a");
        now.addAndGet(1);
        assertThat(leases.take(BOX, "b")).isEqualTo("b");
        assertThat(leases.take(BOX, "a")).isEqualTo("b");
    }
}
