// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.migration;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.satchel.model.BoxId;
import org.satchel.model.Delta;
import org.satchel.model.ModSeq;
import org.satchel.model.StoreFailure;
import org.satchel.model.transfer.BoxImage;
import org.satchel.model.transfer.BoxReceiver;
import org.satchel.model.transfer.StoreImage;

/// Brings one box of the target to where it stands in the source: whole, when it is not there, else by the commits
/// that came since. Safe for any number of threads, one per box.
final class BoxMove {
    private final BoxReceiver receiver;
    private final StoreImage target;
    private final Journal journal;
    private final Progress progress;
    private final MigrationLimits limits;
    private final boolean replaces;
    /// Boxes that stand here, the same as there.
    private final ConcurrentMap<BoxId, Done> done = new ConcurrentHashMap<>();

    private record Done(String source, ModSeq head, ModSeq checked) {
        boolean isAs(BoxImage image) {
            return source.equals(image.identity()) && head.equals(image.head());
        }
    }

    /// @param replaces boxes that the target has already are of yesterday, and go
    BoxMove(
            BoxReceiver receiver,
            StoreImage target,
            Journal journal,
            Progress progress,
            MigrationLimits limits,
            boolean replaces) {
        this.replaces = replaces;
        this.receiver = receiver;
        this.target = target;
        this.journal = journal;
        this.progress = progress;
        this.limits = limits;
    }

    /// @param last nothing comes after this image: what was not compared yet is
    /// @return what differs
    List<String> run(BoxImage image, boolean last) {
        var id = image.id();
        var before = done.get(id);
        if (before != null && before.isAs(image) && (!last || before.checked().equals(image.head()))) {
            return List.of();
        }
        var note = bring(image);
        var checked = new ModSeq(note.checked());
        if (note.checked() != 0 && (!last || checked.equals(image.head()))) {
            done.put(id, new Done(note.source(), image.head(), checked));
            return List.of();
        }
        var differences = compare(image, note, last);
        if (differences.isEmpty()) {
            var counters = image.state().counters();
            journal.write(id, note.at(image.head().number(), counters.nextObject()));
            done.put(id, new Done(note.source(), image.head(), image.head()));
        }
        return differences;
    }

    /// Removes a box that the source does not have any more.
    void erase(BoxId id) {
        journal.find(id).ifPresent(note -> receiver.discard(id, note.target()));
        if (replaces) {
            receiver.find(id).ifPresent(standing -> receiver.discard(id, standing.identity()));
        }
        journal.remove(id);
        done.remove(id);
    }

    private Journal.Note bring(BoxImage image) {
        var id = image.id();
        var note = journal.find(id).orElse(null);
        var standing = receiver.find(id).orElse(null);
        if (note == null) {
            if (standing != null) {
                if (!replaces) {
                    throw new StoreFailure.Conflict("the target has a box " + id + " that did not come from here");
                }
                receiver.discard(id, standing.identity());
            }
            return receive(image);
        }
        if (standing != null && !standing.identity().equals(note.target())) {
            throw new StoreFailure.Conflict("the target has another box " + id + " than the one that came from here");
        }
        if (standing == null || !note.source().equals(image.identity()) || !follow(image, standing.head())) {
            erase(id);
            return receive(image);
        }
        return note;
    }

    private Journal.Note receive(BoxImage image) {
        var note = new Journal.Note(image.identity(), receiver.reserve(), 0, 0);
        journal.write(image.id(), note);
        receiver.receive(note.target(), image, progress);
        return note;
    }

    /// @return false when the commits in between are forgotten already
    private boolean follow(BoxImage image, ModSeq head) {
        var position = head;
        if (position.isAfter(image.head())) {
            throw new StoreFailure.Conflict("the target has more commits of box " + image.id() + " than the source");
        }
        while (image.head().isAfter(position)) {
            switch (image.since(position, limits.commitsPerPage())) {
                case Delta.Truncated _ -> {
                    return false;
                }
                case Delta.Commits(var commits) -> {
                    if (commits.isEmpty()) {
                        throw new StoreFailure.Unavailable("the log of box " + image.id() + " ends early");
                    }
                    receiver.append(image.id(), commits, image.contents(), progress);
                    progress.tookCommits(commits.size());
                    position = commits.getLast().modSeq();
                }
            }
        }
        return true;
    }

    private List<String> compare(BoxImage image, Journal.Note note, boolean last) {
        var here = target.box(image.id());
        if (here.isEmpty()) {
            return List.of("the box is missing");
        }
        var scope = new Comparison.Scope(new ModSeq(note.checked()), note.objects(), last);
        var differences = Comparison.of(image, here.get(), scope, limits);
        progress.compared(image.state().counters().usage().objects());
        return differences;
    }
}
