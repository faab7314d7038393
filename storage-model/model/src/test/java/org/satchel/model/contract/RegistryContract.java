// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.Registry;
import org.satchel.model.StoreFailure;

/// Small facts outside any box.
interface RegistryContract extends Engine {
    int COUNTERS = 8;

    @Test
    default void values_are_kept_replaced_and_removed(Stage stage) {
        var registry = stage.store().registry();
        assertThat(registry.get("push/a")).isEmpty();
        registry.put("push/a", bytes("1"));
        registry.put("push/a", bytes("2"));
        registry.put("push/b", new byte[0]);
        registry.put("push/c", bytes("3"));
        registry.remove("push/c");
        registry.remove("push/never");
        stage.reopen();
        registry = stage.store().registry();
        assertThat(registry.get("push/a").orElseThrow()).isEqualTo(bytes("2"));
        assertThat(registry.get("push/b").orElseThrow()).isEmpty();
        assertThat(registry.get("push/c")).isEmpty();
    }

    @Test
    default void a_scan_gives_the_keys_of_a_prefix_in_order_page_by_page(Stage stage) {
        var registry = stage.store().registry();
        for (var key : List.of("push/b", "push/a", "push0", "pusg", "push/c", "push/ä", "push/")) {
            registry.put(key, bytes(key));
        }
        stage.reopen();
        registry = stage.store().registry();
        assertThat(keys(registry, "push/", "", 10)).containsExactly("push/", "push/a", "push/b", "push/c", "push/ä");
        assertThat(keys(registry, "push/", "", 2)).containsExactly("push/", "push/a");
        assertThat(keys(registry, "push/", "push/a", 2)).containsExactly("push/b", "push/c");
        assertThat(keys(registry, "push/", "push/ä", 2)).isEmpty();
        assertThat(keys(registry, "zzz", "", 2)).isEmpty();
        assertThat(registry.scan("push/a", "", 1).getFirst().getValue()).isEqualTo(bytes("push/a"));
    }

    @Test
    default void values_have_a_greatest_size(Stage stage) {
        var registry = stage.store().registry();
        var most = SampleMessages.noise(Registry.VALUE_BYTES_MAX, 1);
        registry.put("most", most);
        assertThat(registry.get("most").orElseThrow()).isEqualTo(most);
        assertThatThrownBy(() -> registry.put("more", new byte[Registry.VALUE_BYTES_MAX + 1]))
                .isInstanceOf(StoreFailure.TooLarge.class);
    }

    @Test
    default void a_value_is_a_copy(Stage stage) {
        var registry = stage.store().registry();
        var given = bytes("abc");
        registry.put("k", given);
        given[0] = 'x';
        registry.get("k").orElseThrow()[1] = 'x';
        assertThat(registry.get("k").orElseThrow()).isEqualTo(bytes("abc"));
    }

    @Test
    default void a_key_is_replaced_only_while_it_holds_what_is_expected(Stage stage) {
        var registry = stage.store().registry();
        assertThat(registry.replace("push/a", bytes("1"), bytes("2"))).isFalse();
        assertThat(registry.get("push/a")).isEmpty();
        assertThat(registry.replace("push/a", null, bytes("1"))).isTrue();
        assertThat(registry.replace("push/a", null, bytes("2"))).isFalse();
        assertThat(registry.replace("push/a", bytes("0"), bytes("2"))).isFalse();
        assertThat(registry.replace("push/a", bytes("1"), bytes("2"))).isTrue();
        assertThat(registry.replace("push/a", bytes("2"), bytes("2"))).isTrue();
        stage.reopen();
        registry = stage.store().registry();
        assertThat(registry.get("push/a").orElseThrow()).isEqualTo(bytes("2"));
        assertThat(registry.replace("push/a", bytes("1"), null)).isFalse();
        assertThat(registry.replace("push/a", bytes("2"), null)).isTrue();
        assertThat(registry.get("push/a")).isEmpty();
        assertThat(registry.replace("push/a", null, null)).isTrue();
        stage.reopen();
        assertThat(keys(stage.store().registry(), "push/", "", 10)).isEmpty();
    }

    @Test
    default void an_empty_value_is_there_and_none_is_not(Stage stage) {
        var registry = stage.store().registry();
        assertThat(registry.replace("k", new byte[0], bytes("1"))).isFalse();
        assertThat(registry.replace("k", null, new byte[0])).isTrue();
        assertThat(registry.replace("k", null, bytes("1"))).isFalse();
        assertThat(registry.get("k").orElseThrow()).isEmpty();
        assertThat(registry.replace("k", new byte[0], bytes("1"))).isTrue();
        assertThat(registry.get("k").orElseThrow()).isEqualTo(bytes("1"));
    }

    @Test
    default void whoever_replaces_sees_what_was_put_and_removed(Stage stage) {
        var registry = stage.store().registry();
        registry.put("k", bytes("1"));
        assertThat(registry.replace("k", bytes("1"), bytes("2"))).isTrue();
        registry.put("k", bytes("3"));
        assertThat(registry.replace("k", bytes("2"), bytes("4"))).isFalse();
        assertThat(registry.replace("k", bytes("3"), bytes("4"))).isTrue();
        registry.remove("k");
        assertThat(registry.replace("k", bytes("4"), bytes("5"))).isFalse();
        assertThat(registry.replace("k", null, bytes("5"))).isTrue();
        assertThat(registry.get("k").orElseThrow()).isEqualTo(bytes("5"));
    }

    @Test
    default void a_replacement_has_a_greatest_size_and_is_a_copy(Stage stage) {
        var registry = stage.store().registry();
        var given = bytes("abc");
        assertThat(registry.replace("k", null, given)).isTrue();
        given[0] = 'x';
        assertThat(registry.get("k").orElseThrow()).isEqualTo(bytes("abc"));
        var more = new byte[Registry.VALUE_BYTES_MAX + 1];
        assertThatThrownBy(() -> registry.replace("k", bytes("abc"), more)).isInstanceOf(StoreFailure.TooLarge.class);
        assertThatThrownBy(() -> registry.replace("k", bytes("other"), more)).isInstanceOf(StoreFailure.TooLarge.class);
        assertThat(registry.get("k").orElseThrow()).isEqualTo(bytes("abc"));
        var most = SampleMessages.noise(Registry.VALUE_BYTES_MAX, 1);
        assertThat(registry.replace("k", bytes("abc"), most)).isTrue();
        assertThat(registry.replace("k", most, bytes("z"))).isTrue();
    }

    /// Two keys, so that those of one are not mistaken for those of the other.
    @Test
    @Timeout(600)
    default void many_who_count_up_lose_no_step(Stage stage) throws Exception {
        var registry = stage.store().registry();
        int each = 25;
        var threads = new ArrayList<Future<List<Integer>>>();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < COUNTERS; i++) {
                var key = "count/" + i % 2;
                threads.add(pool.submit(() -> counted(registry, key, each)));
            }
        }
        for (int parity = 0; parity < 2; parity++) {
            var taken = new ArrayList<Integer>();
            for (int i = parity; i < COUNTERS; i += 2) {
                taken.addAll(threads.get(i).get());
            }
            assertThat(taken)
                    .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, each * COUNTERS / 2)
                            .boxed()
                            .toList());
        }
        stage.reopen();
        assertThat(number(stage.store().registry(), "count/0")).isEqualTo(each * COUNTERS / 2);
    }

    @Test
    @Timeout(600)
    default void of_many_who_make_and_of_many_who_remove_a_key_one_does(Stage stage) throws Exception {
        var registry = stage.store().registry();
        for (int round = 0; round < 10; round++) {
            assertThat(winners(i -> registry.replace("once", null, bytes("by " + i))))
                    .hasSize(1);
            var made = registry.get("once").orElseThrow();
            assertThat(winners(_ -> registry.replace("once", made, null))).hasSize(1);
            assertThat(registry.get("once")).isEmpty();
        }
    }

    /// Whoever puts or removes does so between two steps of those who count, never within one.
    @Test
    @Timeout(600)
    default void what_is_put_in_the_middle_of_a_race_is_not_lost(Stage stage) throws Exception {
        var registry = stage.store().registry();
        int base = 1_000_000;
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var counters = new ArrayList<Future<List<Integer>>>();
            for (int i = 0; i < 4; i++) {
                counters.add(pool.submit(() -> counted(registry, "mixed", 25)));
            }
            registry.put("mixed", bytes(Integer.toString(base)));
            int last = 0;
            var taken = new HashSet<Integer>();
            for (var counter : counters) {
                for (int number : counter.get()) {
                    assertThat(taken.add(number)).as("%d is taken once", number).isTrue();
                    last = Math.max(last, number);
                }
            }
            assertThat(number(registry, "mixed"))
                    .isEqualTo(Math.max(base, last))
                    .isGreaterThanOrEqualTo(base);
        }
    }

    /// @return the numbers that this thread, and nobody else, has set
    private static List<Integer> counted(Registry registry, String key, int steps) {
        var numbers = new ArrayList<Integer>();
        while (numbers.size() < steps) {
            var before = registry.get(key).orElse(null);
            int next = before == null ? 1 : Integer.parseInt(new String(before, UTF_8)) + 1;
            if (registry.replace(key, before, bytes(Integer.toString(next)))) {
                numbers.add(next);
            }
        }
        return numbers;
    }

    private static int number(Registry registry, String key) {
        return Integer.parseInt(new String(registry.get(key).orElseThrow(), UTF_8));
    }

    private static List<Integer> winners(IntPredicate attempt) throws Exception {
        var start = new CountDownLatch(1);
        var attempts = new ArrayList<Future<Boolean>>();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < COUNTERS; i++) {
                int number = i;
                attempts.add(pool.submit(() -> {
                    start.await();
                    return attempt.test(number);
                }));
            }
            start.countDown();
            var won = new ArrayList<Integer>();
            for (int i = 0; i < COUNTERS; i++) {
                if (attempts.get(i).get()) {
                    won.add(i);
                }
            }
            return won;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static List<String> keys(Registry registry, String prefix, String after, int limit) {
        return registry.scan(prefix, after, limit).stream()
                .map(Map.Entry::getKey)
                .toList();
    }
}
