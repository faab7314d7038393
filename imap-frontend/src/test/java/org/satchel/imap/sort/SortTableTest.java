// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.satchel.model.ContentId;
import org.satchel.model.Entry;
import org.satchel.model.Flags;
import org.satchel.model.Kind;
import org.satchel.model.ModSeq;
import org.satchel.model.ObjectId;
import org.satchel.model.Uid;

class SortTableTest {
    private static final List<SortCriterion> BY_SIZE =
            List.of(new SortCriterion(SortKey.SIZE, true), new SortCriterion(SortKey.ARRIVAL, false));

    @Test
    void the_first_criterion_decides_first_and_ties_stay_in_order_of_uids() {
        var table = new SortTable(BY_SIZE);
        table.add(entry(1, 10, 5), null);
        table.add(entry(2, 30, 9), null);
        table.add(entry(3, 30, 8), null);
        table.add(entry(4, 10, 5), null);
        assertThat(table.needsSummary()).isFalse();
        var sorted = table.sorted();
        assertThat(sorted.uids()).containsExactly(3, 2, 1, 4);
        assertThat(sorted.modSeq(0)).isEqualTo(103);
    }

    @Test
    void no_more_is_held_than_the_limit_allows() {
        var table = new SortTable(BY_SIZE, 2, 100);
        table.add(entry(1, 10, 5), null);
        table.add(entry(2, 10, 5), null);
        assertThatThrownBy(() -> table.add(entry(3, 10, 5), null)).isInstanceOf(NoRoom.class);
    }

    @Test
    void capitals_and_accents_are_compared_as_people_do_and_other_planes_last() {
        assertThat(CaseMap.key("ümlaut")).isEqualTo(CaseMap.key("U\u0308MLAUT"));
        assertThat(CaseMap.key("abc")).isEqualTo(CaseMap.key("aBC"));
        assertThat(CaseMap.compare("\uff5e", "\ud83d\ude00")).isNegative();
        assertThat(CaseMap.compare("A", "AB")).isNegative();
    }

    private static Entry entry(int uid, long size, long millis) {
        return new Entry(
                Uid.of(uid),
                new ObjectId(uid),
                new ContentId(uid),
                new ModSeq(100 + uid),
                Flags.NONE,
                Instant.ofEpochMilli(millis),
                size,
                Kind.TEXT);
    }
}
