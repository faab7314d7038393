// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.satchel.model.ContentId;
import org.satchel.model.Entry;
import org.satchel.model.Flags;
import org.satchel.model.Kind;
import org.satchel.model.Listing;
import org.satchel.model.ModSeq;
import org.satchel.model.ObjectId;
import org.satchel.model.Uid;

/// Listings in memory behave like a sorted map, and never change once built.
final class ChunksTest {
    @Property(tries = 40)
    void any_edits_give_what_a_sorted_map_gives(@ForAll long seed, @ForAll @IntRange(min = 1, max = 2000) int edits) {
        var random = new Random(seed);
        var model = new TreeMap<Uid, Entry>();
        var builder = new ChunksBuilder(Chunks.EMPTY);
        var earlier = new ArrayList<Chunks>();
        var earlierModels = new ArrayList<List<Entry>>();
        int next = 1;
        int removals = random.nextInt(4);
        for (int i = 0; i < edits; i++) {
            int edit = random.nextInt(8);
            if (edit >= 2 + removals || model.isEmpty()) {
                int burst = random.nextInt(20) == 0 ? 600 : 1;
                for (int j = 0; j < burst; j++) {
                    next += 1 + random.nextInt(3);
                    builder.append(entry(next));
                    model.put(new Uid(next), entry(next));
                }
            } else {
                var uid = model.ceilingKey(new Uid(1 + random.nextInt(next)));
                if (uid != null && edit < 2) {
                    var changed = model.get(uid).withFlags(Flags.of(Flags.SEEN), new ModSeq(i + 2));
                    builder.replace(changed);
                    model.put(uid, changed);
                } else if (uid != null) {
                    builder.remove(uid);
                    model.remove(uid);
                }
            }
            if (random.nextInt(200) == 0) {
                earlier.add(builder.build());
                earlierModels.add(List.copyOf(model.values()));
                if (random.nextBoolean()) {
                    builder = new ChunksBuilder(earlier.getLast());
                }
            }
            var uid = new Uid(1 + random.nextInt(next + 1));
            if (!Objects.equals(builder.find(uid), model.get(uid))) {
                throw new AssertionError(builder.find(uid) + " instead of " + model.get(uid));
            }
        }
        earlier.add(builder.build());
        earlierModels.add(List.copyOf(model.values()));
        for (int i = 0; i < earlier.size(); i++) {
            check(earlier.get(i), earlierModels.get(i), random);
        }
    }

    @Test
    void an_append_shares_all_but_the_tail() {
        var before = filled(10_000);
        var builder = new ChunksBuilder(before);
        builder.append(entry(10_001));
        var after = builder.build();
        assertThat(after.spine).isSameAs(before.spine);
        assertThat(before.count()).isEqualTo(10_000);
        assertThat(after.count()).isEqualTo(10_001);
    }

    @Test
    void a_change_copies_one_chunk() {
        var before = filled(10_000);
        var builder = new ChunksBuilder(before);
        builder.replace(entry(5_000).withFlags(Flags.of(Flags.SEEN), new ModSeq(9)));
        var after = builder.build();
        var chunks = Collections.newSetFromMap(new IdentityHashMap<Entry[], Boolean>());
        chunks.addAll(List.of(before.spine));
        chunks.addAll(List.of(after.spine));
        assertThat(chunks).hasSize(before.spine.length + 1);
    }

    @Test
    void a_full_tail_that_others_hold_is_copied_before_it_changes() {
        var before = filled(Chunks.SIZE);
        var builder = new ChunksBuilder(before);
        builder.append(entry(Chunks.SIZE + 1));
        builder.replace(entry(5).withFlags(Flags.of(Flags.SEEN), new ModSeq(9)));
        assertThat(builder.build().at(4).flags().seen()).isTrue();
        assertThat(before.at(4)).isEqualTo(entry(5));
    }

    @Test
    void many_removals_leave_few_chunks() {
        var builder = new ChunksBuilder(filled(50_000));
        for (int uid = 1; uid <= 50_000; uid++) {
            if (uid % 100 != 0) {
                builder.remove(new Uid(uid));
            }
        }
        var left = builder.build();
        assertThat(left.count()).isEqualTo(500);
        assertThat(left.spine.length).isLessThan(8);
        assertThat(left.find(new Uid(49_900))).isPresent();
    }

    private static void check(Listing listing, List<Entry> model, Random random) {
        assertThat(listing.count()).isEqualTo(model.size());
        var all = new ArrayList<Entry>();
        listing.forEach(all::add);
        assertThat(all).isEqualTo(model);
        for (int i = 0; i < 20 && !model.isEmpty(); i++) {
            int from = random.nextInt(model.size() + 1);
            int to = from + random.nextInt(model.size() + 1 - from);
            var part = new ArrayList<Entry>();
            listing.forEach(from, to, part::add);
            assertThat(part).isEqualTo(model.subList(from, to));
            int index = random.nextInt(model.size());
            var entry = model.get(index);
            assertThat(listing.at(index)).isEqualTo(entry);
            assertThat(listing.indexOf(entry.uid())).isEqualTo(index);
            assertThat(listing.ceiling(entry.uid().next())).isEqualTo(index + 1);
        }
        assertThat(listing.ceiling(Uid.FIRST)).isZero();
        assertThat(listing.ceiling(Uid.LAST)).isEqualTo(model.size());
    }

    private static Chunks filled(int count) {
        var builder = new ChunksBuilder(Chunks.EMPTY);
        for (int uid = 1; uid <= count; uid++) {
            builder.append(entry(uid));
        }
        return builder.build();
    }

    private static Entry entry(int uid) {
        return new Entry(
                new Uid(uid),
                new ObjectId(uid),
                new ContentId(uid),
                new ModSeq(1),
                Flags.NONE,
                Instant.EPOCH,
                100,
                Kind.TEXT);
    }
}
