// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.migration;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxId;
import org.satchel.model.transfer.StoreImage;
import org.satchel.server.storage.MovedMark;
import org.satchel.server.storage.Source;
import org.satchel.server.storage.Storage;

/// The move of all boxes, accounts and the registry of one store to another, in rounds. May be ended at any moment and
/// begun again.
public final class Migration {
    private static final int BOXES_PER_PAGE = 500;
    /// So many commits in a round are few: it is time for a pause.
    private static final long FEW_COMMITS = 64;

    private final Source source;
    private final Storage target;
    private final Names names;
    private final Progress progress;
    private final MigrationLimits limits;
    private final StoreImage targetImage;
    private final Journal journal;
    private final BoxMove boxes;
    private final RegistryMove registry;
    private final boolean replaces;

    /// Source and target, in the words of an operator.
    public record Names(String source, String target) {}

    /// What came of it.
    ///
    /// @param complete nobody serves the source any more, and all is in the target
    /// @param differences between the two; nothing was declared moved when there are any
    public record Result(boolean complete, List<String> differences) {
        public Result {
            differences = List.copyOf(differences);
        }
    }

    /// @param target one that was itself moved away holds what is of yesterday: it is replaced
    public Migration(Source source, Storage target, Names names, Progress progress, MigrationLimits limits)
            throws IOException {
        this.source = source;
        this.target = target;
        this.names = names;
        this.progress = progress;
        this.limits = limits;
        this.targetImage = target.image();
        this.journal = new Journal(target.store().registry());
        this.replaces = target.isMovedAway();
        this.boxes = new BoxMove(target.receiver(), targetImage, journal, progress, limits, replaces);
        this.registry = new RegistryMove(targetImage, target.store().registry(), limits);
    }

    /// Goes on until nobody serves the source any more and all is moved.
    public Result run() throws IOException, InterruptedException {
        while (true) {
            var result = once();
            if (result.complete() || !result.differences().isEmpty()) {
                return result;
            }
            if (progress.figures().lag() <= FEW_COMMITS) {
                Thread.sleep(limits.pause());
            }
        }
    }

    /// One round. It is the last one when nobody serves the source.
    public Result once() throws IOException, InterruptedException {
        MovedMark.filling(target.store().registry(), names.source());
        boolean last = source.seal();
        var image = source.image();
        try {
            var differences = round(image, last);
            if (!last || !differences.isEmpty()) {
                return new Result(false, differences);
            }
            journal.forEach(journal::remove);
            source.moved(names.target());
            target.reopen();
            return new Result(true, List.of());
        } finally {
            image.close();
            source.unseal(); // unless it was moved
        }
    }

    private List<String> round(StoreImage image, boolean last) throws IOException, InterruptedException {
        long before = progress.commits();
        eraseWhatIsGone(image);
        var differences = moveBoxes(image, last);
        progress.begin("registry", 0);
        registry.run(image);
        moveAccounts();
        if (last) {
            registry.differences(image, targetImage).forEach(key -> differences.add("registry: " + key));
        }
        progress.begin("follows", 0);
        progress.lag(progress.commits() - before);
        return differences;
    }

    private List<String> moveBoxes(StoreImage image, boolean last) throws InterruptedException {
        progress.begin(last ? "last round" : "boxes", count(image));
        var differences = Collections.synchronizedList(new ArrayList<String>());
        var parallel = new Parallel(limits.boxesAtOnce());
        forEach(
                image,
                id -> parallel.begin(() -> {
                    image.box(id)
                            .map(box -> boxes.run(box, last))
                            .ifPresent(found -> found.forEach(what -> differences.add("box " + id + ": " + what)));
                    progress.boxDone();
                }));
        parallel.await();
        return differences;
    }

    private void eraseWhatIsGone(StoreImage image) throws InterruptedException {
        journal.forEach(id -> {
            if (image.box(id).isEmpty()) {
                boxes.erase(id);
            }
        });
        if (replaces) {
            forEach(targetImage, id -> {
                if (image.box(id).isEmpty()) {
                    boxes.erase(id);
                }
            });
        }
    }

    private void moveAccounts() throws IOException {
        var known = target.accounts().all();
        for (var account : source.accounts().all()) {
            if (!known.contains(account)) {
                target.accounts().put(account);
            }
        }
    }

    private static long count(StoreImage image) throws InterruptedException {
        var count = new LongAdder();
        forEach(image, id -> count.increment());
        return count.sum();
    }

    private static void forEach(StoreImage image, Visit visit) throws InterruptedException {
        @Nullable BoxId after = null;
        for (var page = image.boxes(after, BOXES_PER_PAGE);
                !page.isEmpty();
                page = image.boxes(after, BOXES_PER_PAGE)) {
            for (var id : page) {
                visit.box(id);
            }
            after = page.getLast();
        }
    }

    /// What is done with each box.
    private interface Visit {
        void box(BoxId id) throws InterruptedException;
    }
}
