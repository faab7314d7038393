// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxId;
import org.satchel.model.Change;
import org.satchel.model.Commit;
import org.satchel.model.ContentId;
import org.satchel.model.Delta;
import org.satchel.model.Draft;
import org.satchel.model.Entry;
import org.satchel.model.FolderId;
import org.satchel.model.ModSeq;
import org.satchel.model.ObjectId;
import org.satchel.model.Payload;
import org.satchel.model.Placement;
import org.satchel.model.SmallPayload;
import org.satchel.model.StoreFailure;
import org.satchel.model.Summary;
import org.satchel.model.codec.CommitCodec;
import org.satchel.model.codec.EntryCodec;
import org.satchel.model.codec.FolderCodec;
import org.satchel.model.codec.SummaryCodec;
import org.satchel.model.mime.Summarizer;
import org.satchel.model.state.BoxContents;
import org.satchel.model.state.Counters;
import org.satchel.model.transfer.BoxImage;
import org.satchel.model.transfer.BoxReceiver;

/// Takes boxes over into rows: under a number of their own that no name leads to, and the name last.
final class RowReceiver implements BoxReceiver {
    private static final int PAGE_OBJECTS = 256;
    private static final int PAGE_COMMITS = 256;
    private static final long BATCH_BYTES = 1 << 20;
    private static final byte[] NOTHING = {};

    private final EmbeddedStore store;
    private final Engine engine;

    RowReceiver(EmbeddedStore store, Engine engine) {
        this.store = store;
        this.engine = engine;
    }

    @Override
    public Optional<Standing> find(BoxId id) {
        return number(id).map(number -> {
            var head = engine.database().get(Family.ROWS, new Keys(number).row(Table.HEAD));
            if (head == null) {
                throw new StoreFailure.Unavailable("box " + id + " has no head");
            }
            return new Standing(Long.toString(number), Numbers.counters(head).head());
        });
    }

    @Override
    public String reserve() {
        return Long.toString(store.number());
    }

    @Override
    public void receive(String identity, BoxImage image, Tally tally) {
        if (number(image.id()).isPresent()) {
            throw new StoreFailure.AlreadyExists("box " + image.id());
        }
        new Reception(image, new Keys(Long.parseLong(identity)), tally).run();
    }

    @Override
    public void append(BoxId id, List<Commit> commits, BoxContents contents, Tally tally) {
        if (!(store.open(id) instanceof EmbeddedBox box)) {
            throw new IllegalStateException("box " + id + " is of another engine");
        }
        var begun = new ArrayList<PendingWrite>();
        long bytes = 0;
        for (var commit : commits) {
            var drafts = drafts(box.keys(), commit, contents, tally);
            var write = box.replay(commit, drafts);
            var _ = write.landed()
                    .whenComplete((nothing, failure) -> drafts.values().forEach(Draft::close));
            begun.add(write);
            bytes += write.rows().bytes();
            if (bytes > BATCH_BYTES) {
                begun.forEach(one -> Waiting.on(one.landed()));
                begun.clear();
                bytes = 0;
            }
        }
        begun.forEach(write -> Waiting.on(write.landed()));
    }

    @Override
    public void discard(BoxId id, String identity) {
        long number = Long.parseLong(identity);
        if (number(id).filter(present -> present == number).isPresent()) {
            store.erase(id);
            return;
        }
        var keys = new Keys(number);
        var batch = new RowBatch();
        for (var family : Family.values()) {
            batch.deleteRange(family, keys.first(), Keys.behind(keys.first()));
        }
        engine.committer().write(batch, engine.database());
        store.sweepFiles(number);
    }

    private Optional<Long> number(BoxId id) {
        return Optional.ofNullable(engine.database().get(Family.ROWS, Keys.STORE.boxName(id)))
                .map(Numbers::number);
    }

    private Map<ContentId, Draft> drafts(Keys keys, Commit commit, BoxContents contents, Tally tally) {
        var drafts = new HashMap<ContentId, Draft>();
        for (var change : commit.changes()) {
            if (change instanceof Change.ObjectAdded added && added.source() == null) {
                var entry = added.entry();
                var draft = draft(keys, added.folder(), entry, contents);
                drafts.put(entry.content(), draft);
                tally.took(1, entry.size());
            }
        }
        return drafts;
    }

    /// What the object is made of; something empty when it is gone, as a later commit will remove it here, too.
    private StoredDraft draft(Keys keys, FolderId folder, Entry entry, BoxContents contents) {
        try {
            var summary = contents.summary(folder, entry);
            return new StoredDraft(
                    keys.box(), taken(keys, contents.payload(folder, entry)).payload(), summary);
        } catch (StoreFailure.NotFound gone) {
            return new StoredDraft(keys.box(), new SmallPayload(NOTHING), nothingKnown());
        }
    }

    private StoredDraft taken(Keys keys, Payload payload) {
        try (var in = payload.open()) {
            return new Intake(keys.box(), engine).take(in, Long.MAX_VALUE - 1);
        } catch (IOException failure) {
            throw new UncheckedIOException("a payload cannot be read", failure);
        }
    }

    private static Summary nothingKnown() {
        return new Summarizer().finish();
    }

    /// One box on its way into the rows.
    private final class Reception {
        private final BoxImage image;
        private final Keys keys;
        private final Tally tally;
        private final Set<ContentId> contents = new HashSet<>();
        private final List<PayloadFiles.Name> held = new ArrayList<>();
        private RowBatch batch = new RowBatch();

        Reception(BoxImage image, Keys keys, Tally tally) {
            this.image = image;
            this.keys = keys;
            this.tally = tally;
        }

        void run() {
            try {
                engine.disk().checkRoom();
                var oldest = takeLog();
                for (var folder : image.state().folders()) {
                    takeObjects(folder.id());
                }
                takeState(oldest);
                flush();
                batch.put(Family.ROWS, Keys.STORE.boxName(image.id()), Numbers.row(keys.box()));
                flush();
            } finally {
                held.forEach(engine.files()::letGo);
            }
        }

        /// @return the lowest position that the log can answer
        private ModSeq takeLog() {
            var position = image.state().counters().oldest();
            var oldest = position;
            while (image.head().isAfter(position)) {
                switch (image.since(position, PAGE_COMMITS)) {
                    case Delta.Truncated(var first) -> {
                        position = first;
                        oldest = first;
                    }
                    case Delta.Commits(var commits) -> {
                        if (commits.isEmpty()) {
                            throw new StoreFailure.Unavailable("the log of box " + image.id() + " ends early");
                        }
                        for (var commit : commits) {
                            batch.put(Family.LOG, keys.commit(commit.modSeq()), CommitCodec.encode(commit));
                            flushIfLarge();
                        }
                        position = commits.getLast().modSeq();
                    }
                }
            }
            return oldest;
        }

        private void takeObjects(FolderId folder) {
            var listing = image.view().listing(folder);
            for (int from = 0; from < listing.count(); from += PAGE_OBJECTS) {
                int to = Math.min(listing.count(), from + PAGE_OBJECTS);
                var summaries = new HashMap<ObjectId, Summary>();
                image.contents()
                        .summaries(
                                folder, listing, from, to, (entry, summary) -> summaries.put(entry.object(), summary));
                var entries = new ArrayList<Entry>();
                listing.forEach(from, to, entries::add);
                var names = image.keys(entries.stream().map(Entry::object).toList());
                for (var entry : entries) {
                    takeObject(folder, entry, names.get(entry.object()), summaries.get(entry.object()));
                    flushIfLarge();
                }
            }
        }

        private void takeObject(FolderId folder, Entry entry, @Nullable String key, @Nullable Summary summary) {
            batch.put(Family.ROWS, keys.entry(folder, entry.uid()), EntryCodec.encode(entry));
            batch.put(
                    Family.ROWS,
                    keys.detail(folder, entry.uid()),
                    SummaryCodec.encode(summary == null ? nothingKnown() : summary));
            batch.put(Family.ROWS, keys.place(entry.object()), PlaceRow.of(folder, entry.uid(), key));
            batch.put(Family.ROWS, keys.reference(entry.content(), entry.object()), NOTHING);
            if (key != null) {
                batch.put(
                        Family.KEYS,
                        keys.named(Table.KEY, key),
                        Numbers.row(entry.object().number()));
            }
            if (contents.add(entry.content())) {
                takePayload(folder, entry);
            }
        }

        private void takePayload(FolderId folder, Entry entry) {
            StoredDraft draft;
            try {
                draft = taken(keys, image.view().payload(new Placement(folder, entry.uid())));
            } catch (StoreFailure.NotFound gone) {
                return; // removed since: a later commit says so
            }
            if (draft.payload() instanceof SmallPayload small) {
                batch.put(Family.PAYLOADS, keys.payload(entry.content()), small.bytes());
            } else {
                var name = draft.file().name();
                held.add(name);
                batch.put(
                        Family.ROWS, keys.fileOf(entry.content()), name.digest().bytes());
                batch.put(Family.ROWS, keys.fileUse(name.digest(), entry.content()), NOTHING);
            }
            tally.took(1, entry.size());
        }

        private void takeState(ModSeq oldest) {
            var facts = image.state().facts();
            facts.folders()
                    .forEach(folder -> batch.put(Family.ROWS, keys.folder(folder.id()), FolderCodec.encode(folder)));
            facts.subscriptions().forEach(path -> batch.put(Family.ROWS, keys.subscription(path), NOTHING));
            facts.annotations()
                    .forEach(one -> batch.put(
                            Family.ROWS,
                            keys.annotation(one.folder(), one.entry(), one.principal()),
                            FactRows.annotation(one)));
            facts.grants().forEach(grant -> batch.put(Family.ROWS, keys.grant(grant), FactRows.grant(grant)));
            batch.put(Family.ROWS, keys.row(Table.QUOTA), Numbers.quota(facts.quota()));
            var counters = image.state().counters();
            batch.put(
                    Family.ROWS,
                    keys.row(Table.HEAD),
                    Numbers.head(new Counters(
                            counters.nextFolder(),
                            counters.nextObject(),
                            counters.nextContent(),
                            counters.lastUidValidity(),
                            counters.head(),
                            oldest,
                            counters.usage())));
        }

        private void flushIfLarge() {
            if (batch.bytes() > BATCH_BYTES) {
                flush();
            }
        }

        private void flush() {
            engine.committer().write(batch, engine.database());
            batch = new RowBatch();
            held.forEach(engine.files()::letGo);
            held.clear();
        }
    }
}
