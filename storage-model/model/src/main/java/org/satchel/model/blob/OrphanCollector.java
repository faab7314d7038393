// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.blob;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.satchel.model.StoreFailure;

/// Deletes blobs that nothing refers to: what crashes, refused writes and removals have left. Any number of them
/// may run at a time, on any node.
///
/// Why it never takes a blob that a write in flight is about to refer to:
///
/// 1. A blob is named when its writer begins, and the writer refuses to publish it once [#publishMax], half of the
/// grace period, has passed since then by his own clock. 2. A blob is taken only when the whole grace period has
/// passed by our clock since the end of the day in its name, which is not before the naming, and also since the
/// store says that it was written. 3. Only then, after that and not before, is it asked whether something refers to
/// it. Whoever has not published by now never will; and a blob to which nothing refers gets no new reference from a
/// copy, for there is nothing to copy.
///
/// The clock of the store alone never makes a blob old. What remains is half of the grace period: so far clocks of
/// nodes may differ, and so long a commit may take from the writer's look at his clock until it is to be seen.
public final class OrphanCollector {
    public static final Duration STANDARD_GRACE = Duration.ofHours(24);
    public static final Duration GRACE_MIN = Duration.ofHours(1);
    /// Blobs that are listed, and asked about, at once.
    private static final int PAGE_BLOBS = 500;

    private final BlobStore store;
    private final References references;
    private final InstantSource clock;
    private final Duration grace;

    /// @param grace time that a blob is left alone; 24 hours if in doubt
    public OrphanCollector(BlobStore store, References references, InstantSource clock, Duration grace) {
        if (grace.compareTo(GRACE_MIN) < 0) {
            throw new IllegalArgumentException("the grace period is shorter than " + GRACE_MIN + ": " + grace);
        }
        this.store = store;
        this.references = references;
        this.clock = clock;
        this.grace = grace;
    }

    /// Who knows what is referred to.
    public interface References {
        /// Those of `names` to which something refers that is published, as it is now or later: an answer from an
        /// old copy would be wrong.
        Set<BlobName> referenced(Collection<BlobName> names);
    }

    /// What a round came to.
    ///
    /// @param looked blobs old enough to be asked about
    /// @param bytes of the deleted ones
    /// @param unfinished leavings of unfinished puts that were removed
    /// @param next where the next round goes on when this one was interrupted; null = it went through
    public record Figures(
            long looked,
            long deleted,
            long bytes,
            int unfinished,
            @Nullable LocalDate next) {
        private static final Figures NONE = new Figures(0, 0, 0, 0, null);

        private Figures plus(long moreLooked, long moreDeleted, long moreBytes) {
            return new Figures(looked + moreLooked, deleted + moreDeleted, bytes + moreBytes, unfinished, next);
        }

        private Figures plusUnfinished(int more) {
            return new Figures(looked, deleted, bytes, unfinished + more, next);
        }

        private Figures endingAt(LocalDate generation) {
            return new Figures(looked, deleted, bytes, unfinished, generation);
        }
    }

    /// For how long after a blob was named a writer may publish it.
    public static Duration publishMax(Duration grace) {
        return grace.dividedBy(2);
    }

    /// Goes over all generations.
    public Figures collect() {
        return collect(null);
    }

    /// Goes over the generations from `from` on; null = all. An interrupted thread returns soon, stays interrupted,
    /// and says where to go on; when the store fails instead, any generation is as good to start at.
    ///
    /// @throws StoreFailure.Unavailable when the store or the references cannot be asked
    public Figures collect(@Nullable LocalDate from) {
        var figures = Figures.NONE;
        for (var generation : store.generations()) {
            if ((from == null || !generation.isBefore(from)) && isOver(generation)) {
                figures = collect(generation, figures);
                if (figures.next() != null) {
                    return figures;
                }
            }
        }
        return figures.plusUnfinished(store.discardUnfinished(clock.instant().minus(grace)));
    }

    private Figures collect(LocalDate generation, Figures before) {
        var figures = before;
        BlobName last = null;
        while (true) {
            if (Thread.currentThread().isInterrupted()) {
                return figures.endingAt(generation);
            }
            var page = store.list(generation, last, PAGE_BLOBS);
            if (page.isEmpty()) {
                return figures;
            }
            figures = sift(page.stream().filter(this::isOld).toList(), figures);
            last = page.getLast().name();
        }
    }

    private Figures sift(List<StoredBlob> old, Figures before) {
        if (old.isEmpty()) {
            return before;
        }
        var kept = references.referenced(old.stream().map(StoredBlob::name).toList());
        long deleted = 0;
        long bytes = 0;
        for (var blob : old) {
            if (!kept.contains(blob.name())) {
                store.delete(blob.name());
                deleted++;
                bytes += blob.size();
            }
        }
        return before.plus(old.size(), deleted, bytes);
    }

    /// A day whose blobs can be old; of younger ones not even a list is asked for.
    private boolean isOver(LocalDate generation) {
        return !clock.instant().isBefore(end(generation).plus(grace));
    }

    private boolean isOld(StoredBlob blob) {
        return !clock.instant().isBefore(blob.written().plus(grace))
                && isOver(blob.name().generation());
    }

    private static Instant end(LocalDate generation) {
        return generation.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
