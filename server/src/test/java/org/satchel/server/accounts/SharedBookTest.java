// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.Address;
import org.satchel.model.BoxId;
import org.satchel.model.Registry;
import org.satchel.model.memory.MemoryStore;

/// Accounts that servers share through the registry of their store.
@Timeout(300)
class SharedBookTest {
    private static final Address TEL = new Address("tel:+15550100001");
    private static final Address OTHER = new Address("tel:+15550100042");
    private static final Address SIP = new Address("sip:ann@example.net");

    private final Registry registry = new MemoryStore().registry();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T12:00:00Z"));
    private final Accounts here = new Accounts(registry, now::get);
    private final Accounts there = new Accounts(registry, now::get);

    @Test
    void any_address_logs_in_at_another_server_at_once() throws Exception {
        assertThat(there.find(TEL)).isEmpty();
        here.put(List.of(TEL, SIP), "secret");
        for (var name : List.of("+1-555-010-0001", "sip:ann@EXAMPLE.net", "sip:+15550100001@x.example;user=phone")) {
            assertThat(there.check(name, "secret").map(Account::box)).as(name).contains(new BoxId(TEL.uri()));
            assertThat(there.check(name, "Secret")).isEmpty();
        }
        assertThat(there.all()).isEqualTo(here.all()).hasSize(1);
    }

    @Test
    void a_changed_password_counts_here_at_once_and_at_another_server_soon() throws Exception {
        here.put(List.of(TEL), "old");
        assertThat(there.check(TEL.uri(), "old")).isPresent();
        here.put(List.of(TEL), "new");
        assertThat(here.check(TEL.uri(), "new")).isPresent();
        assertThat(here.check(TEL.uri(), "old")).isEmpty();
        now.updateAndGet(time -> time.plus(SharedBook.KNOWN_FOR));
        assertThat(there.check(TEL.uri(), "new")).isPresent();
        assertThat(there.check(TEL.uri(), "old")).isEmpty();
    }

    @Test
    void a_changed_password_counts_also_when_the_clock_was_set_back() throws Exception {
        here.put(List.of(TEL), "old");
        assertThat(there.check(TEL.uri(), "old")).isPresent();
        now.updateAndGet(time -> time.minusSeconds(3_600));
        here.put(List.of(TEL), "new");
        assertThat(there.check(TEL.uri(), "old")).isEmpty();
        assertThat(there.check(TEL.uri(), "new")).isPresent();
    }

    @Test
    void an_address_belongs_to_one_account_until_it_is_given_up() throws Exception {
        here.put(List.of(TEL, SIP), "secret");
        assertThatThrownBy(() -> there.put(List.of(OTHER, SIP), "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sip:ann@example.net belongs to tel:+15550100001");
        assertThatThrownBy(() -> there.put(List.of(SIP), "x")).hasMessageContaining("belongs to tel:+15550100001");
        assertThat(there.find(OTHER)).isEmpty();

        here.put(List.of(TEL), "secret");
        there.put(List.of(OTHER, SIP), "x");
        now.updateAndGet(time -> time.plus(SharedBook.KNOWN_FOR));
        assertThat(here.find(SIP).map(Account::box)).contains(new BoxId(OTHER.uri()));
        assertThat(here.all()).hasSize(2);
    }

    @Test
    void what_a_change_that_broke_off_has_left_means_nothing_and_stops_nobody() throws Exception {
        registry.put("account/" + SIP.uri() + "/", ("= " + TEL.uri()).getBytes(StandardCharsets.UTF_8));
        assertThat(here.find(SIP)).isEmpty();
        here.put(List.of(OTHER, SIP), "x");
        assertThat(there.find(SIP).map(Account::box)).contains(new BoxId(OTHER.uri()));
        assertThat(there.find(TEL)).isEmpty();
    }

    @Test
    void of_many_servers_that_give_one_address_to_many_accounts_one_gets_it_and_nothing_else_is_lost()
            throws Exception {
        try (var pool = Executors.newFixedThreadPool(4)) {
            var writes = IntStream.range(0, 8)
                    .mapToObj(i -> pool.submit(() -> {
                        var own = new Address("tel:+1555010%04d".formatted(i));
                        var accounts = new Accounts(registry, InstantSource.system());
                        accounts.put(List.of(own), "p");
                        try {
                            accounts.put(List.of(own, SIP), "p");
                        } catch (IllegalArgumentException taken) {
                            assertThat(taken).hasMessageContaining(SIP + " belongs to ");
                        }
                        return own;
                    }))
                    .toList();
            for (var write : writes) {
                assertThat(here.check(write.get().uri(), "p")).isPresent();
            }
        }
        assertThat(here.all()).hasSize(8);
        assertThat(here.find(SIP)).isPresent();
    }
}
