// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class TurnsTest {
    private static final UUID BOX = new UUID(1, 2);

    private final Turns turns = new Turns(Duration.ofHours(1));

    @Test
    void one_has_the_turn_and_the_others_follow_in_order() throws Exception {
        var first = turns.take(BOX);
        var second = turns.take(BOX);
        var third = turns.take(BOX);
        long ticket = first.get(1, TimeUnit.SECONDS);
        assertThat(second).isNotDone();
        turns.giveBack(BOX, ticket);
        long next = second.get(1, TimeUnit.SECONDS);
        assertThat(next).isNotEqualTo(ticket);
        assertThat(third).isNotDone();
        turns.giveBack(BOX, next);
        assertThat(third.get(1, TimeUnit.SECONDS)).isPositive();
    }

    @Test
    void a_ticket_of_an_earlier_turn_ends_nothing() throws Exception {
        long ticket = turns.take(BOX).get(1, TimeUnit.SECONDS);
        turns.giveBack(BOX, ticket);
        var second = turns.take(BOX);
        var third = turns.take(BOX);
        assertThat(second.get(1, TimeUnit.SECONDS)).isPositive();
        turns.giveBack(BOX, ticket);
        assertThat(third).isNotDone();
    }

    @Test
    void who_no_longer_waits_is_passed_over() throws Exception {
        long ticket = turns.take(BOX).get(1, TimeUnit.SECONDS);
        var gone = turns.take(BOX);
        var second = turns.take(BOX);
        gone.cancel(false);
        turns.giveBack(BOX, ticket);
        assertThat(second.get(1, TimeUnit.SECONDS)).isPositive();
    }

    @Test
    void a_turn_that_is_not_given_back_ends_by_itself() throws Exception {
        var brief = new Turns(Duration.ofMillis(20));
        var first = brief.take(BOX);
        var second = brief.take(BOX);
        assertThat(second.get(10, TimeUnit.SECONDS)).isGreaterThan(first.get(1, TimeUnit.SECONDS));
    }

    @Test
    void boxes_do_not_wait_for_each_other() throws Exception {
        turns.take(BOX).get(1, TimeUnit.SECONDS);
        assertThat(turns.take(new UUID(1, 3)).get(1, TimeUnit.SECONDS)).isPositive();
    }
}
