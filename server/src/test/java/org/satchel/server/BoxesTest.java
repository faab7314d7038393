// SPDX-License-Identifier: Apache-2.0
package org.satchel.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.model.Address;
import org.satchel.model.BoxId;
import org.satchel.model.FolderPath;
import org.satchel.model.memory.MemoryStore;
import org.satchel.server.accounts.Accounts;

@Timeout(300)
class BoxesTest {
    private static final Address TEL = new Address("tel:+15550100001");
    private static final Address SIP = new Address("sip:ann@example.net");
    private static final BoxId BOX = new BoxId("tel:+15550100001");

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-03T08:00:00Z"));
    private final MemoryStore store = new MemoryStore();
    private final List<BoxId> firstUses = new ArrayList<>();
    private Boxes boxes;

    @BeforeEach
    void open() throws IOException {
        var accounts = new Accounts(folder, now::get);
        accounts.put(List.of(TEL, SIP), "secret");
        boxes = new Boxes(store, accounts, account -> {
            synchronized (firstUses) {
                firstUses.add(account.box());
            }
        });
    }

    @Test
    void a_box_is_made_when_its_account_first_logs_in() {
        assertThat(store.find(BOX)).isEmpty();
        assertThat(boxes.login("sip:ann@example.net", "secret")).contains(BOX);
        assertThat(store.open(BOX).view().folder(new FolderPath("Default"))).isPresent();
        assertThat(firstUses).containsExactly(BOX);
    }

    @Test
    void a_box_is_made_when_something_first_comes_for_its_account() {
        assertThat(boxes.of("sip:ann@example.net")).contains(BOX);
        assertThat(boxes.of(TEL)).contains(BOX);
        assertThat(store.find(BOX)).isPresent();
        assertThat(firstUses).containsExactly(BOX);
    }

    @Test
    void nobody_unknown_and_no_wrong_password_makes_a_box() {
        assertThat(boxes.login("tel:+15550100001", "wrong")).isEmpty();
        assertThat(boxes.login("tel:+15550100099", "secret")).isEmpty();
        assertThat(boxes.of("tel:+15550100099")).isEmpty();
        assertThat(boxes.of("no address at all")).isEmpty();
        assertThat(store.boxes(null, 10)).isEmpty();
        assertThat(firstUses).isEmpty();
    }

    @Test
    void a_box_that_was_there_before_is_used_as_it_is() {
        var present = store.create(BOX);
        assertThat(boxes.login("tel:+15550100001", "secret")).contains(BOX);
        assertThat(store.open(BOX)).isSameAs(present);
        assertThat(firstUses).containsExactly(BOX);
    }

    @Test
    void a_password_that_was_right_is_right_again_after_the_memory_of_it_has_faded() {
        assertThat(boxes.login("tel:+15550100001", "secret")).contains(BOX);
        now.updateAndGet(instant -> instant.plusSeconds(3_600));
        assertThat(boxes.login("tel:+15550100001", "secret")).contains(BOX);
        assertThat(boxes.login("tel:+15550100001", "wrong")).isEmpty();
    }

    @Test
    void an_account_added_by_another_process_is_there_at_once_although_the_clock_stands_still() throws IOException {
        assertThat(boxes.of("tel:+15550100042")).isEmpty();
        new Accounts(folder, now::get).put(List.of(new Address("tel:+15550100042")), "other");
        assertThat(boxes.login("tel:+15550100042", "other")).contains(new BoxId("tel:+15550100042"));
    }

    @Test
    void many_at_the_same_time_make_one_box() throws Exception {
        int callers = 8;
        var start = new CyclicBarrier(callers);
        Callable<Boolean> call = () -> {
            start.await();
            return boxes.of(TEL).isPresent();
        };
        try (var pool = Executors.newFixedThreadPool(callers)) {
            for (var answer : pool.invokeAll(
                    IntStream.range(0, callers).mapToObj(i -> call).toList())) {
                assertThat(answer.get()).isTrue();
            }
        }
        assertThat(store.boxes(null, 10)).containsExactly(BOX);
        assertThat(firstUses).containsExactly(BOX);
    }
}
