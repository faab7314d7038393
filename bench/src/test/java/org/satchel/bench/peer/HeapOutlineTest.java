// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class HeapOutlineTest {
    private static final String G1 = """
            4711:
            garbage-first heap   total reserved 6172672K, committed 393216K, used 10088K [0x0000000687400000, 0x0000000800000000)
             region size 4096K, 2 young (8192K), 1 survivors (4096K)
            """;

    @Test
    void used_heap_counts_and_its_pages_do_not() throws IOException {
        var smaps = """
                687400000-687800000 rw-p 00000000 00:00 0
                Rss:                4096 kB
                Pss:                4096 kB
                800000000-800100000 rw-p 00000000 00:00 0
                Pss:                 700 kB
                Pss_Dirty:           700 kB
                7f0000000000-7f0000001000 r-xp 00000000 fe:00 12 /usr/lib/libc.so.6
                Pss:                   4 kB
                """;
        var outline = HeapOutline.parse(G1);
        assertThat(outline.usedKib()).isEqualTo(10_088);
        assertThat(outline.outsideKib(smaps.lines().toList())).isEqualTo(704);
    }

    @Test
    void the_heap_of_another_collector_is_not_guessed_at() {
        assertThatThrownBy(() -> HeapOutline.parse("ZHeap used 24M, capacity 406M"))
                .hasMessageContaining("G1");
    }

    @Test
    void what_a_live_process_needs_is_no_more_than_its_pages_and_its_used_heap() throws IOException {
        long self = ProcessHandle.current().pid();
        var nowhere = new HeapOutline(5, 0, 0);
        assertThat(nowhere.neededKib(self))
                .isBetween(1_000L, new ProcessTree(self).memory().residentKib() + 50_000);
    }
}
