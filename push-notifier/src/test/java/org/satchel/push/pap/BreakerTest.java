// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.satchel.push.ManualTime;

class BreakerTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ManualTime time = new ManualTime();
    private final Breaker breaker = new Breaker(3, MINUTE, time);

    @Test
    void after_too_many_failures_in_a_row_nobody_may_enter_for_a_while() {
        breaker.failed();
        breaker.failed();
        assertThat(breaker.enter()).isZero();
        breaker.failed();
        assertThat(breaker.enter()).isEqualTo(MINUTE);
        time.advance(Duration.ofSeconds(20));
        assertThat(breaker.enter()).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void a_success_in_between_starts_the_count_anew() {
        breaker.failed();
        breaker.failed();
        breaker.succeeded();
        breaker.failed();
        breaker.failed();
        assertThat(breaker.enter()).isZero();
    }

    @Test
    void then_one_tries_and_its_success_lets_all_in() {
        for (int i = 0; i < 3; i++) {
            breaker.failed();
        }
        time.advance(MINUTE);
        assertThat(breaker.enter()).as("the one that tries").isZero();
        assertThat(breaker.enter()).as("the others").isEqualTo(MINUTE);
        breaker.succeeded();
        assertThat(breaker.enter()).isZero();
    }

    @Test
    void a_failed_try_closes_the_door_again() {
        for (int i = 0; i < 3; i++) {
            breaker.failed();
        }
        time.advance(MINUTE);
        assertThat(breaker.enter()).isZero();
        breaker.failed();
        assertThat(breaker.enter()).isEqualTo(MINUTE);
    }
}
