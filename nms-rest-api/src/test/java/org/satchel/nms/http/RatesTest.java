// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.satchel.nms.settings.NmsLimits;

final class RatesTest {
    private final AtomicLong now = new AtomicLong();

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 1_000, Long.MIN_VALUE, -5})
    void a_burst_passes_at_once_and_then_as_many_as_the_rate_allows(long start) {
        now.set(start);
        var rates = rates(10, 3, 100);
        assertThat(passed(rates, "ann", 10)).isEqualTo(3);
        assertThat(rates.principal("ann")).contains(Duration.ofMillis(100));
        pass(99);
        assertThat(rates.principal("ann")).contains(Duration.ofMillis(1));
        pass(1);
        assertThat(passed(rates, "ann", 10)).isEqualTo(1);
        pass(250);
        assertThat(passed(rates, "ann", 10)).isEqualTo(2);
        pass(3_600_000);
        assertThat(passed(rates, "ann", 10))
                .as("a bucket holds a burst and no more")
                .isEqualTo(3);
    }

    @Test
    void each_has_a_bucket_of_his_own() throws UnknownHostException {
        var rates = rates(1, 1, 100);
        assertThat(rates.principal("ann")).isEmpty();
        assertThat(rates.principal("ann")).isPresent();
        assertThat(rates.principal("ben")).isEmpty();
        assertThat(rates.stranger(InetAddress.getByName("192.0.2.1"))).isEmpty();
        assertThat(rates.stranger(InetAddress.getByName("192.0.2.2"))).isEmpty();
        assertThat(rates.stranger(InetAddress.getByName("192.0.2.1"))).isPresent();
        assertThat(rates.stranger(InetAddress.getByName("2001:db8:0:1::1"))).isEmpty();
        assertThat(rates.stranger(InetAddress.getByName("2001:db8:0:1:ffff::1")))
                .isPresent();
        assertThat(rates.stranger(InetAddress.getByName("2001:db8:0:2::1"))).isEmpty();
        assertThat(rates.refused()).isEqualTo(3);
    }

    @Test
    void who_came_longest_ago_is_forgotten_first() {
        var rates = rates(1, 1, 2);
        assertThat(rates.principal("ann")).isEmpty();
        assertThat(rates.principal("ben")).isEmpty();
        assertThat(rates.principal("ann")).isPresent();
        assertThat(rates.principal("cat")).isEmpty();
        assertThat(rates.principal("ann")).as("who keeps coming is remembered").isPresent();
        assertThat(rates.principal("ben")).isEmpty();
    }

    @Test
    void without_a_rate_nobody_waits() {
        assertThat(passed(rates(0, 1, 1), "ann", 10_000)).isEqualTo(10_000);
    }

    private Rates rates(int perSecond, int burst, int known) {
        return new Rates(new NmsLimits.Rates(perSecond, burst, known), now::get);
    }

    private void pass(long millis) {
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private static int passed(Rates rates, String who, int times) {
        int passed = 0;
        for (int i = 0; i < times; i++) {
            passed += rates.principal(who).isEmpty() ? 1 : 0;
        }
        return passed;
    }
}
