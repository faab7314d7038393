// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.satchel.model.ContentId;
import org.satchel.model.StoreFailure;
import org.satchel.model.contract.ManualClock;
import org.satchel.model.contract.MemoryBlobs;

/// The collector and writers in flight, with clocks that stand still until they are moved.
class OrphanCollectorTest {
    private static final Instant NOON = Instant.parse("2026-03-03T12:00:00Z");
    private static final Duration GRACE = Duration.ofHours(24);
    private static final UUID BOX = new UUID(1, 2);

    private final Set<BlobName> published = ConcurrentHashMap.newKeySet();

    @Test
    void an_orphan_is_left_alone_for_the_grace_period_after_its_day_and_then_deleted() {
        var clock = new ManualClock(NOON);
        var store = new MemoryBlobs(clock);
        var orphan = put(store, clock, 1);
        var collector = new OrphanCollector(store, this::referenced, clock, GRACE);
        clock.advance(Duration.ofHours(36).minusNanos(1));
        assertThat(collector.collect()).isEqualTo(new OrphanCollector.Figures(0, 0, 0, 0, null));
        clock.advance(Duration.ofNanos(1));
        assertThat(collector.collect()).isEqualTo(new OrphanCollector.Figures(1, 1, 3, 0, null));
        assertThat(store.list(orphan.generation(), null, 10)).isEmpty();
    }

    @Test
    void what_is_referred_to_stays_however_old_it_is() {
        var clock = new ManualClock(NOON);
        var store = new MemoryBlobs(clock);
        published.add(put(store, clock, 1));
        put(store, clock, 2);
        clock.advance(Duration.ofDays(1000));
        var collector = new OrphanCollector(store, this::referenced, clock, GRACE);
        assertThat(collector.collect()).isEqualTo(new OrphanCollector.Figures(2, 1, 3, 0, null));
        assertThat(collector.collect()).isEqualTo(new OrphanCollector.Figures(1, 0, 0, 0, null));
    }

    /// A writer publishes as late as he may while the collector runs every half hour, on a store whose clock is
    /// wrong.
    @Property(tries = 200)
    void a_writer_in_flight_loses_nothing(
            @ForAll @IntRange(max = 24 * 60 - 1) int minuteOfDay,
            @ForAll @IntRange(min = -3000, max = 3000) int storeClockMinutes,
            @ForAll @IntRange(max = 12 * 60) int publishedAfterMinutes) {
        published.clear();
        var clock = new ManualClock(Instant.parse("2026-03-03T00:00:00Z").plus(Duration.ofMinutes(minuteOfDay)));
        var store = new MemoryBlobs(InstantSource.offset(clock, Duration.ofMinutes(storeClockMinutes)));
        var writer = new Writer(clock, put(store, clock, 1));
        var collector = new OrphanCollector(store, this::referenced, clock, GRACE);
        for (int minutes = 0; minutes < 5 * 24 * 60; minutes += 30) {
            if (minutes >= publishedAfterMinutes && published.isEmpty()) {
                assertThat(writer.publish()).isTrue();
            }
            collector.collect();
            assertThat(isThere(store, writer.name))
                    .as("after %d minutes", minutes)
                    .isTrue();
            clock.advance(Duration.ofMinutes(30));
        }
    }

    /// The collector lists and asks; before it decides, the writer does what he still may.
    @Property(tries = 300)
    void a_writer_who_comes_between_question_and_decision_is_refused_or_loses_nothing(
            @ForAll @IntRange(max = 24 * 60 - 1) int minuteOfDay,
            @ForAll @IntRange(min = -3000, max = 3000) int storeClockMinutes,
            @ForAll @IntRange(max = 4 * 24 * 60) int collectedAfterMinutes,
            @ForAll @IntRange(min = -11 * 60, max = 11 * 60) int writerClockMinutes) {
        published.clear();
        var clock = new ManualClock(Instant.parse("2026-03-03T00:00:00Z").plus(Duration.ofMinutes(minuteOfDay)));
        var writerClock = InstantSource.offset(clock, Duration.ofMinutes(writerClockMinutes));
        var store = new MemoryBlobs(InstantSource.offset(clock, Duration.ofMinutes(storeClockMinutes)));
        var writer = new Writer(writerClock, put(store, writerClock, 1));
        clock.advance(Duration.ofMinutes(collectedAfterMinutes));
        var collector = new OrphanCollector(
                store,
                names -> {
                    var answer = referenced(names);
                    writer.publish();
                    return answer;
                },
                clock,
                GRACE);
        collector.collect();
        assertThat(isThere(store, writer.name) || published.isEmpty()).isTrue();
    }

    @Test
    void a_store_whose_clock_is_behind_makes_nothing_older() {
        var clock = new ManualClock(NOON);
        var store = new MemoryBlobs(InstantSource.offset(clock, Duration.ofDays(-30)));
        put(store, clock, 1);
        clock.advance(Duration.ofHours(35));
        assertThat(new OrphanCollector(store, this::referenced, clock, GRACE)
                        .collect()
                        .looked())
                .isZero();
    }

    @Test
    void a_writer_whose_clock_is_behind_has_the_time_of_the_store() {
        var clock = new ManualClock(NOON);
        var store = new MemoryBlobs(clock);
        put(store, InstantSource.offset(clock, Duration.ofDays(-30)), 1);
        clock.advance(Duration.ofHours(23));
        var collector = new OrphanCollector(store, this::referenced, clock, GRACE);
        assertThat(collector.collect().looked()).isZero();
        clock.advance(Duration.ofHours(1));
        assertThat(collector.collect().deleted()).isEqualTo(1);
    }

    @Test
    void a_large_day_is_asked_about_page_by_page() {
        var clock = new ManualClock(NOON);
        var store = new MemoryBlobs(clock);
        for (int i = 1; i <= 1700; i++) {
            var name = put(store, clock, i);
            if (i % 3 == 0) {
                published.add(name);
            }
        }
        clock.advance(Duration.ofDays(3));
        var collector = new OrphanCollector(
                store,
                names -> {
                    assertThat(names).hasSizeLessThanOrEqualTo(500);
                    return referenced(names);
                },
                clock,
                GRACE);
        assertThat(collector.collect()).isEqualTo(new OrphanCollector.Figures(1700, 1134, 3402, 0, null));
        assertThat(store.list(BlobName.of(NOON, BOX, new ContentId(1)).generation(), null, 5000))
                .extracting(StoredBlob::name)
                .containsExactlyInAnyOrderElementsOf(published);
    }

    @Test
    void an_interrupted_round_says_where_to_go_on() {
        var clock = new ManualClock(NOON);
        var store = new MemoryBlobs(clock);
        for (int day = 0; day < 3; day++) {
            put(store, clock, 1);
            clock.advance(Duration.ofDays(1));
        }
        clock.advance(Duration.ofDays(10));
        var collector = new OrphanCollector(
                store,
                names -> {
                    Thread.currentThread().interrupt();
                    return referenced(names);
                },
                clock,
                GRACE);
        var first = collector.collect();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(first.deleted()).isEqualTo(1);
        assertThat(first.next()).isEqualTo("2026-03-03");
        var second = new OrphanCollector(store, this::referenced, clock, GRACE)
                .collect(first.next().plusDays(1));
        assertThat(second).isEqualTo(new OrphanCollector.Figures(2, 2, 6, 0, null));
    }

    @Test
    void a_failing_answer_deletes_nothing() {
        var clock = new ManualClock(NOON);
        var store = new MemoryBlobs(clock);
        var orphan = put(store, clock, 1);
        clock.advance(Duration.ofDays(3));
        var collector = new OrphanCollector(
                store,
                names -> {
                    throw new StoreFailure.Unavailable("no quorum");
                },
                clock,
                GRACE);
        assertThatThrownBy(collector::collect).isInstanceOf(StoreFailure.Unavailable.class);
        assertThat(isThere(store, orphan)).isTrue();
    }

    @Test
    void a_grace_period_of_minutes_is_refused() {
        var store = new MemoryBlobs(InstantSource.system());
        assertThatThrownBy(() ->
                        new OrphanCollector(store, this::referenced, InstantSource.system(), Duration.ofMinutes(59)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Set<BlobName> referenced(Collection<BlobName> names) {
        var answer = new HashSet<>(names);
        answer.retainAll(published);
        return answer;
    }

    private static BlobName put(BlobStore store, InstantSource clock, int content) {
        var name = BlobName.of(clock.instant(), BOX, new ContentId(content));
        try {
            store.put(name, new ByteArrayInputStream(new byte[] {1, 2, 3}));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return name;
    }

    private static boolean isThere(BlobStore store, BlobName name) {
        return store.list(name.generation(), null, 10).stream()
                .anyMatch(blob -> blob.name().equals(name));
    }

    /// Keeps the writers' side of the bargain.
    private final class Writer {
        private final InstantSource clock;
        private final Instant named;
        private final BlobName name;

        Writer(InstantSource clock, BlobName name) {
            this.clock = clock;
            this.named = clock.instant();
            this.name = name;
        }

        boolean publish() {
            if (clock.instant().isAfter(named.plus(OrphanCollector.publishMax(GRACE)))) {
                return false;
            }
            return published.add(name);
        }
    }
}
