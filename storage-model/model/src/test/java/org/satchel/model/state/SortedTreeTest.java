// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/// The persistent map behaves like a sorted map, and keeps what it was.
final class SortedTreeTest {
    @Property(tries = 200)
    void any_edits_give_what_a_sorted_map_gives(
            @ForAll @Size(max = 400) List<@IntRange(min = -60, max = 60) Integer> edits) {
        SortedTree<Integer, Integer> tree = SortedTree.empty();
        var model = new TreeMap<Integer, Integer>();
        var earlier = new ArrayList<SortedTree<Integer, Integer>>();
        var earlierModels = new ArrayList<List<Integer>>();
        for (int i = 0; i < edits.size(); i++) {
            int key = Math.abs(edits.get(i));
            if (edits.get(i) < 0) {
                tree = tree.without(key);
                model.remove(key);
            } else {
                tree = tree.with(key, i);
                model.put(key, i);
            }
            assertThat(tree.size()).isEqualTo(model.size());
            assertThat(tree.get(key)).isEqualTo(model.get(key));
            earlier.add(tree);
            earlierModels.add(List.copyOf(model.values()));
        }
        assertThat(tree.keys()).containsExactlyElementsOf(model.keySet());
        for (int from = -1; from <= 61; from++) {
            int first = from;
            var found = new ArrayList<Integer>();
            tree.walk(key -> key < first, (key, value) -> found.add(key) && found.size() < 5);
            assertThat(found)
                    .isEqualTo(model.tailMap(first).keySet().stream().limit(5).toList());
        }
        for (int i = 0; i < earlier.size(); i++) {
            assertThat(earlier.get(i).values()).isEqualTo(earlierModels.get(i));
        }
    }

    @Test
    void keys_in_order_do_not_make_a_list() {
        SortedTree<Integer, Integer> tree = SortedTree.empty();
        for (int key = 0; key < 100_000; key++) {
            tree = tree.with(key, key);
        }
        for (int key = 0; key < 90_000; key++) {
            tree = tree.without(key);
        }
        assertThat(tree.size()).isEqualTo(10_000);
        assertThat(tree.height()).isLessThan(21); // 1.44 log2 n
    }
}
