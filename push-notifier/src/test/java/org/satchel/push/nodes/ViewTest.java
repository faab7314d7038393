// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.satchel.model.BoxId;

class ViewTest {
    private static View of(int nodes) {
        return new View(
                1,
                IntStream.range(0, nodes).mapToObj(i -> new NodeName("n-" + i)).collect(Collectors.toSet()));
    }

    private static BoxId box(int number) {
        return new BoxId("tel:+1555%07d".formatted(number));
    }

    @Test
    void nobody_keeps_a_box_when_nobody_lives() {
        assertThat(of(0).keeperOf(box(1))).isEmpty();
    }

    @Property(tries = 200)
    void when_a_node_goes_only_its_boxes_change_hands(
            @ForAll @IntRange(min = 2, max = 9) int nodes, @ForAll @IntRange(min = 0, max = 9_999_999) int number) {
        var all = of(nodes);
        var gone = new NodeName("n-" + number % nodes);
        var rest = new View(
                2, all.live().stream().filter(node -> !node.equals(gone)).collect(Collectors.toSet()));
        var before = all.keeperOf(box(number)).orElseThrow();
        var after = rest.keeperOf(box(number)).orElseThrow();
        if (before.equals(gone)) {
            assertThat(rest.live()).contains(after);
        } else {
            assertThat(after).isEqualTo(before);
        }
    }

    @Test
    void boxes_with_neighbouring_numbers_are_shared_out_evenly() {
        var counts = new HashMap<NodeName, Integer>();
        for (int i = 0; i < 10_000; i++) {
            counts.merge(of(4).keeperOf(box(i)).orElseThrow(), 1, Integer::sum);
        }
        assertThat(counts.keySet()).isEqualTo(of(4).live()).isNotEqualTo(Set.of());
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(2_200, 2_800));
    }
}
