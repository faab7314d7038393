// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// How long who failed must wait, on a clock that stands unless it is moved.
class BackoffTest {
    private static final String ANN = "tel:+15550100001";

    private final InetAddress here = address("192.0.2.1");
    private final InetAddress there = address("192.0.2.2");
    private Instant now = Instant.parse("2026-03-03T08:00:00Z");
    private final Backoff backoff = new Backoff(() -> now);

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private Duration fail(String name, InetAddress remote) {
        try (var attempt = backoff.attempt(name, remote).orElseThrow()) {
            attempt.failed();
            return attempt.delay();
        }
    }

    private Duration succeed(String name, InetAddress remote) {
        try (var attempt = backoff.attempt(name, remote).orElseThrow()) {
            attempt.succeeded();
            return attempt.delay();
        }
    }

    @Test
    void the_wait_grows_with_each_failure_up_to_its_most() {
        var waits = new ArrayList<Duration>();
        for (int i = 0; i < 14; i++) {
            var wait = fail(ANN, here);
            now = now.plus(wait);
            waits.add(wait);
        }
        assertThat(waits).startsWith(Duration.ZERO, Duration.ZERO, Duration.ZERO);
        assertThat(waits).isSorted();
        assertThat(waits).endsWith(Backoff.GAP_MAX);
    }

    @Test
    void a_clock_that_is_set_back_locks_nobody_out() {
        for (int i = 0; i < 6; i++) {
            now = now.plus(fail(ANN, here));
        }
        now = now.minus(Duration.ofHours(5));
        assertThat(backoff.attempt(ANN, here)).isPresent();
        assertThat(succeed(ANN, here)).isLessThanOrEqualTo(Backoff.GAP_MAX);
    }

    @Test
    void who_fails_over_many_lines_at_once_waits_in_one_queue_and_is_turned_away_when_it_is_long() {
        for (int i = 0; i < 6; i++) {
            now = now.plus(fail(ANN, here));
        }
        int admitted = 0;
        while (backoff.attempt(ANN, here).isPresent()) {
            admitted++;
            assertThat(admitted).isLessThan(30);
        }
        assertThat(admitted).isPositive();
    }

    @Test
    void many_attempts_that_nobody_has_decided_yet_count_like_failures() {
        int admitted = 0;
        while (backoff.attempt(ANN, here).isPresent()) {
            admitted++;
            assertThat(admitted).isLessThan(500);
        }
        assertThat(admitted).isGreaterThanOrEqualTo(Backoff.FREE_PENDING);
    }

    @Test
    void a_right_login_clears_the_slate() {
        for (int i = 0; i < 6; i++) {
            now = now.plus(fail(ANN, here));
        }
        assertThat(succeed(ANN, here)).isPositive();
        assertThat(fail(ANN, here)).isZero();
        assertThat(fail(ANN, here)).isZero();
    }

    @Test
    void the_owner_elsewhere_does_not_wait_for_a_guesser() {
        for (int i = 0; i < 20; i++) {
            now = now.plus(fail(ANN, here));
        }
        assertThat(succeed(ANN, there)).isZero();
    }

    @Test
    void an_owner_who_is_guessed_at_from_everywhere_waits_a_little_and_no_more() {
        for (int i = 0; i < 500; i++) {
            fail(ANN, address("198.51." + i % 100 + "." + i / 100));
        }
        assertThat(succeed(ANN, there)).isEqualTo(Backoff.BUSY_WAIT);
    }

    @Test
    void a_network_that_tries_many_names_waits_and_so_do_its_tokens() {
        for (int i = 0; i < Backoff.NETWORK_FAILURES; i++) {
            fail("tel:+1555010" + (1000 + i), here);
        }
        assertThat(fail("sip:new@example.net", here)).isEqualTo(Backoff.BUSY_WAIT);
        assertThat(fail("", here)).isEqualTo(Backoff.BUSY_WAIT);
        assertThat(fail("", there)).isZero();
    }

    @Test
    void spellings_of_one_address_are_one_name_and_neighbours_in_one_ipv6_network_one_network() {
        fail("+1 555 010 0001", address("2001:db8:1:2::1"));
        fail("tel:+1-555-010-0001", address("2001:db8:1:2::2"));
        fail(ANN, address("2001:db8:1:2:ffff::3"));
        now = now.plusMillis(1);
        fail(ANN, address("2001:db8:1:2::4"));
        assertThat(fail(ANN, address("2001:db8:1:2::5"))).isPositive();
        assertThat(fail(ANN, address("2001:db8:1:3::5"))).isZero();
    }

    @Test
    void what_was_long_ago_is_forgotten_and_the_table_has_an_end() {
        for (int i = 0; i < 10; i++) {
            now = now.plus(fail(ANN, here));
        }
        now = now.plus(Backoff.MEMORY).plusSeconds(1);
        assertThat(fail(ANN, here)).isZero();
        for (int i = 0; i < Backoff.ENTRIES_MAX + 10; i++) {
            fail("user" + i, there);
        }
        assertThat(backoff.size()).isEqualTo(Backoff.ENTRIES_MAX);
    }

    @Test
    void right_logins_leave_nothing_behind() {
        succeed(ANN, here);
        assertThat(backoff.size()).isZero();
    }
}
