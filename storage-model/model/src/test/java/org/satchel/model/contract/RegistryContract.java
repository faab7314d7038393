// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.satchel.model.Registry;
import org.satchel.model.StoreFailure;

/// Small facts outside any box.
interface RegistryContract extends Engine {
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

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static List<String> keys(Registry registry, String prefix, String after, int limit) {
        return registry.scan(prefix, after, limit).stream()
                .map(Map.Entry::getKey)
                .toList();
    }
}
