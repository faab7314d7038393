// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class AlternationTest {
    private final List<String> order = new ArrayList<>();

    @Test
    void peers_take_turns_and_the_first_round_is_not_counted() throws InterruptedException {
        var outcomes = new Alternation<String>(Function.identity(), 2, Progress.SILENT)
                .run(work(Unit.PER_SECOND, round -> 10.0 * (round + 1)), List.of("a", "b"));
        assertThat(order).containsExactly("a0", "b0", "b1", "a1", "a2", "b2");
        assertThat(outcomes)
                .extracting(outcome -> ((Outcome.Measured) outcome).figure().rounds())
                .containsExactly(List.of(20.0, 30.0), List.of(20.0, 30.0));
    }

    @Test
    void a_peer_that_answers_wrongly_has_no_figure_and_the_others_go_on() throws InterruptedException {
        var work = work(Unit.PER_SECOND, round -> {
            if (order.getLast().equals("a1")) {
                throw new WrongAnswer("two instead of three");
            }
            return 1;
        });
        var outcomes = new Alternation<String>(Function.identity(), 3, Progress.SILENT).run(work, List.of("a", "b"));
        assertThat(outcomes).hasSize(2);
        assertThat(outcomes).contains(new Outcome.Failed("work", "a", "two instead of three"));
        assertThat(outcomes.getLast()).isInstanceOf(Outcome.Measured.class);
    }

    @Test
    void a_goal_holds_for_its_pair_in_the_direction_of_its_unit() {
        var goals = List.of(Goal.ratio("rate", "b", 2), new Goal("memory", "b", 0.1, 40.0));
        var figures = List.of(
                figure("rate", "a", Unit.PER_SECOND, 10, 30, 20),
                figure("rate", "b", Unit.PER_SECOND, 5, 10, 10),
                figure("memory", "a", Unit.KIBIBYTES, 41),
                figure("memory", "b", Unit.KIBIBYTES, 500),
                figure("rate", "c", Unit.PER_SECOND, 1));
        var comparisons = Comparison.of(figures, "a", goals);
        assertThat(comparisons).extracting(Comparison::met).containsExactly(true, null, false);
        assertThat(comparisons.getFirst().ratio()).isEqualTo(2);
        assertThat(comparisons.getFirst().lowest()).isEqualTo(2);
        assertThat(comparisons.getFirst().highest()).isEqualTo(3);
    }

    private static Figure figure(String work, String peer, Unit unit, double... rounds) {
        return new Figure(work, work, peer, unit, Arrays.stream(rounds).boxed().toList(), List.of());
    }

    private Work<String> work(Unit unit, Values values) {
        return new Work<>() {
            @Override
            public String id() {
                return "work";
            }

            @Override
            public String title() {
                return "some work";
            }

            @Override
            public Unit unit() {
                return unit;
            }

            @Override
            public Sample run(String peer, int round) throws IOException {
                order.add(peer + round);
                return new Sample(values.of(round), List.of(new Detail("cpu", "µs/op", round)));
            }
        };
    }

    private interface Values {
        double of(int round) throws IOException;
    }
}
