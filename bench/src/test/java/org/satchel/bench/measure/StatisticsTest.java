// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    @Test
    void the_median_is_the_middle_or_the_mean_of_the_two_in_the_middle() {
        assertThat(Statistics.median(List.of(9.0, 1.0, 5.0))).isEqualTo(5);
        assertThat(Statistics.median(List.of(9.0, 1.0, 5.0, 6.0))).isEqualTo(5.5);
    }

    @Property
    void as_many_values_lie_below_the_median_as_above(
            @ForAll @Size(min = 1, max = 50) List<@DoubleRange(min = -1e6, max = 1e6) Double> values) {
        double median = Statistics.median(values);
        assertThat(values.stream().filter(value -> value < median).count()).isLessThanOrEqualTo(values.size() / 2);
        assertThat(values.stream().filter(value -> value > median).count()).isLessThanOrEqualTo(values.size() / 2);
    }

    @Test
    void a_percentile_is_the_nearest_rank() {
        var sorted = new long[] {10, 20, 30, 40};
        assertThat(Statistics.percentile(sorted, 0.5)).isEqualTo(20);
        assertThat(Statistics.percentile(sorted, 0.51)).isEqualTo(30);
        assertThat(Statistics.percentile(sorted, 1)).isEqualTo(40);
        assertThat(Statistics.percentile(sorted, 0.0001)).isEqualTo(10);
    }

    @Test
    void a_million_latencies_are_thinned_without_bending_the_percentiles() {
        var latencies = new Latencies();
        for (int i = 1; i <= 1_000_000; i++) {
            latencies.add(i * 1_000L);
        }
        assertThat(latencies.millis(0.5)).isCloseTo(500, within(1.0));
        assertThat(latencies.millis(0.99)).isCloseTo(990, within(1.0));
    }
}
