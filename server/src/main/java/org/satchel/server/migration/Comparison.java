// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.migration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Commit;
import org.satchel.model.Delta;
import org.satchel.model.Entry;
import org.satchel.model.FolderId;
import org.satchel.model.Listing;
import org.satchel.model.ModSeq;
import org.satchel.model.ObjectId;
import org.satchel.model.Payload;
import org.satchel.model.Placement;
import org.satchel.model.StoreFailure;
import org.satchel.model.Summary;
import org.satchel.model.state.Counters;
import org.satchel.model.transfer.BoxImage;

/// Two images of one box, to be the same: counters, folders, facts, history, and of each object its line, summary, key,
/// places and payload, byte by byte. Says what differs in words that show no content.
final class Comparison {
    private static final int PAGE_OBJECTS = 256;
    private static final int PIECE_BYTES = 64 * 1024;

    private final BoxImage source;
    private final BoxImage target;
    private final Scope scope;
    private final MigrationLimits limits;
    private final List<String> differences = new ArrayList<>();
    private int more;

    /// @param since commits up to this one were compared before
    /// @param objectsFrom payloads of objects below this number were compared before
    /// @param last what the source lacks will never be explained by a later commit
    record Scope(ModSeq since, long objectsFrom, boolean last) {}

    private Comparison(BoxImage source, BoxImage target, Scope scope, MigrationLimits limits) {
        this.source = source;
        this.target = target;
        this.scope = scope;
        this.limits = limits;
    }

    /// @return nothing when both are the same
    static List<String> of(BoxImage source, BoxImage target, Scope scope, MigrationLimits limits) {
        var comparison = new Comparison(source, target, scope, limits);
        comparison.run();
        if (comparison.more > 0) {
            comparison.differences.add(comparison.more + " more");
        }
        return List.copyOf(comparison.differences);
    }

    private void run() {
        same("counters", withoutOldest(source), withoutOldest(target));
        var here = source.state().facts();
        var there = target.state().facts();
        same("folders", here.folders(), there.folders());
        same("subscriptions", here.subscriptions(), there.subscriptions());
        same("annotations", here.annotations(), there.annotations());
        same("grants", here.grants(), there.grants());
        same("quota", here.quota(), there.quota());
        if (!differences.isEmpty()) {
            return;
        }
        compareLog();
        for (var folder : here.folders()) {
            compareFolder(folder.id());
        }
    }

    private void compareLog() {
        var oldestHere = source.state().counters().oldest();
        var position = oldestHere.isAfter(scope.since()) ? oldestHere : scope.since();
        while (source.head().isAfter(position)) {
            var page = source.since(position, limits.commitsPerPage());
            switch (page) {
                case Delta.Truncated(var oldest) -> position = oldest;
                case Delta.Commits(var commits) -> {
                    if (!commits.equals(commits(position, commits.size()))) {
                        differ("history after commit " + position);
                        return;
                    }
                    position = commits.getLast().modSeq();
                }
            }
        }
    }

    private List<Commit> commits(ModSeq position, int count) {
        var found = new ArrayList<Commit>();
        var next = position;
        while (found.size() < count
                && target.since(next, count - found.size()) instanceof Delta.Commits(var commits)
                && !commits.isEmpty()) {
            found.addAll(commits);
            next = commits.getLast().modSeq();
        }
        return found;
    }

    private void compareFolder(FolderId folder) {
        var listing = source.view().listing(folder);
        var other = target.view().listing(folder);
        for (int from = 0; from < listing.count(); from += PAGE_OBJECTS) {
            int to = Math.min(listing.count(), from + PAGE_OBJECTS);
            var entries = entries(listing, from, to);
            if (!entries.equals(entries(other, from, to))) {
                differ("listing of folder " + folder.number());
                return;
            }
            var summaries = summaries(source, folder, listing, from, to);
            var otherSummaries = summaries(target, folder, other, from, to);
            var ids = entries.stream().map(Entry::object).toList();
            var keys = source.keys(ids);
            same("keys in folder " + folder.number(), keys, target.keys(ids));
            for (var entry : entries) {
                var what = "object " + entry.object().number();
                var summary = summaries.get(entry.object());
                if (summary == null) {
                    gone("summary of " + what);
                    continue;
                }
                if (!summary.equals(otherSummaries.get(entry.object()))) {
                    differ("summary of " + what);
                }
                compareIndex(what, folder, entry, keys.get(entry.object()));
                if (entry.object().number() >= scope.objectsFrom()) {
                    comparePayload(what, folder, entry);
                }
            }
        }
    }

    private void compareIndex(String what, FolderId folder, Entry entry, @Nullable String key) {
        var place = Optional.of(new Placement(folder, entry.uid()));
        if (!place.equals(target.view().locate(entry.object()))) {
            differ("place of " + what);
        }
        if (key != null && !target.view().deposited(key).equals(source.view().deposited(key))) {
            differ("key of " + what);
        }
    }

    private void comparePayload(String what, FolderId folder, Entry entry) {
        var place = new Placement(folder, entry.uid());
        Payload here;
        InputStream in;
        try {
            here = source.view().payload(place);
            in = here.open();
        } catch (StoreFailure.NotFound lost) {
            gone("payload of " + what);
            return;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        try (in;
                var other = target.view().payload(place).open()) {
            if (!sameBytes(in, other)) {
                differ("payload of " + what);
            }
        } catch (StoreFailure.NotFound missing) {
            differ("payload of " + what + " (missing)");
        } catch (IOException failure) {
            throw new UncheckedIOException("payload of " + what, failure);
        }
    }

    private static boolean sameBytes(InputStream one, InputStream other) throws IOException {
        while (true) {
            var here = one.readNBytes(PIECE_BYTES);
            var there = other.readNBytes(PIECE_BYTES);
            if (!Arrays.equals(here, there)) {
                return false;
            }
            if (here.length < PIECE_BYTES) {
                return true;
            }
        }
    }

    /// Something that the source itself does not have: the object was removed since, unless nothing comes after.
    private void gone(String what) {
        if (scope.last()) {
            differ(what + " (missing in the source)");
        }
    }

    private void same(String what, Object here, Object there) {
        if (!Objects.equals(here, there)) {
            differ(what);
        }
    }

    private void differ(String what) {
        if (differences.size() < limits.differencesMax()) {
            differences.add(what);
        } else {
            more++;
        }
    }

    private static Map<ObjectId, Summary> summaries(
            BoxImage image, FolderId folder, Listing listing, int from, int to) {
        var found = new HashMap<ObjectId, Summary>();
        image.contents().summaries(folder, listing, from, to, (entry, summary) -> found.put(entry.object(), summary));
        return found;
    }

    private static List<Entry> entries(Listing listing, int from, int to) {
        var entries = new ArrayList<Entry>(to - from);
        listing.forEach(from, Math.min(to, listing.count()), entries::add);
        return entries;
    }

    /// What the log can still tell may be less where rows expire by themselves.
    private static Counters withoutOldest(BoxImage image) {
        var counters = image.state().counters();
        return new Counters(
                counters.nextFolder(),
                counters.nextObject(),
                counters.nextContent(),
                counters.lastUidValidity(),
                counters.head(),
                ModSeq.ZERO,
                counters.usage());
    }
}
