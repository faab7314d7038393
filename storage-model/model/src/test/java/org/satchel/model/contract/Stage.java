// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.contract;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.BoxTransaction;
import org.satchel.model.BoxView;
import org.satchel.model.Commit;
import org.satchel.model.Delta;
import org.satchel.model.Deposit;
import org.satchel.model.Draft;
import org.satchel.model.Entry;
import org.satchel.model.Flags;
import org.satchel.model.Folder;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;
import org.satchel.model.MessageBox;
import org.satchel.model.MessageStore;
import org.satchel.model.ModSeq;
import org.satchel.model.Payload;
import org.satchel.model.Placement;
import org.satchel.model.state.BoxSettings;

/// A store with one box, its owner at work, and a clock that the test moves.
public final class Stage implements AutoCloseable {
    public static final BoxId BOX = new BoxId("tel:+15550100001");
    public static final Actor OWNER = Actor.owner(BOX);
    public static final int BYTES_MAX = 64 * 1024 * 1024;

    private final Engine engine;
    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-03T08:14:07.250Z"));
    private BoxSettings settings = BoxSettings.STANDARD.withClock(clock);
    private MessageStore store;
    private MessageBox box;

    public Stage(Engine engine) {
        this.engine = engine;
        this.store = engine.create(settings);
        this.box = store.create(BOX);
    }

    /// Starts afresh with other settings.
    public void restart(Function<BoxSettings, BoxSettings> change) {
        store.close();
        settings = change.apply(settings);
        store = engine.create(settings);
        box = store.create(BOX);
    }

    /// Goes on with what the store left behind.
    public void reopen() {
        store = engine.reopen(store, settings);
        box = store.open(BOX);
    }

    public MessageStore store() {
        return store;
    }

    public MessageBox box() {
        return box;
    }

    public BoxView view() {
        return box.view();
    }

    public ManualClock clock() {
        return clock;
    }

    public Commit write(Consumer<BoxTransaction> work) {
        return box.write(OWNER, work);
    }

    /// A write as the owner that answers something.
    public <R> R call(Function<BoxTransaction, R> work) {
        return callAs(OWNER, work);
    }

    public <R> R callAs(Actor actor, Function<BoxTransaction, R> work) {
        var results = new ArrayList<R>(1);
        box.write(actor, tx -> {
            results.clear(); // the work may run again after a lost race
            results.add(work.apply(tx));
        });
        return results.getFirst();
    }

    public Folder create(String path) {
        return call(tx -> tx.createFolder(new FolderPath(path)));
    }

    public Folder folder(String path) {
        return view().folder(new FolderPath(path)).orElseThrow(() -> new AssertionError("no folder " + path));
    }

    public boolean has(String path) {
        return view().folder(new FolderPath(path)).isPresent();
    }

    public Folder inbox() {
        return folder("INBOX");
    }

    public Draft draft(byte[] bytes) {
        try {
            return box.draft(new ByteArrayInputStream(bytes), BYTES_MAX);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public Entry deposit(FolderId folder, byte[] bytes, Deposit how) {
        try (var draft = draft(bytes)) {
            return call(tx -> tx.deposit(folder, draft, how));
        }
    }

    /// A small message with a subject.
    public Entry deposit(FolderId folder, String subject) {
        return deposit(folder, SampleMessages.mail(subject, "text of " + subject), Deposit.PLAIN);
    }

    public Entry deposit(FolderId folder, Flags flags) {
        return deposit(folder, SampleMessages.mail("flagged", "text"), Deposit.flagged(flags));
    }

    public List<Entry> entries(FolderId folder) {
        return entries(view(), folder);
    }

    public static List<Entry> entries(BoxView view, FolderId folder) {
        var entries = new ArrayList<Entry>();
        view.listing(folder).forEach(entries::add);
        return entries;
    }

    public Entry entry(FolderId folder, Entry like) {
        return view().listing(folder).find(like.uid()).orElseThrow(() -> new AssertionError("no " + like));
    }

    public byte[] bytes(FolderId folder, Entry entry) {
        return bytes(view().payload(new Placement(folder, entry.uid())));
    }

    public static byte[] bytes(Payload payload) {
        try (var in = payload.open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All commits after a position.
    public List<Commit> commits(ModSeq after) {
        return commits(box.changes().since(after, Integer.MAX_VALUE));
    }

    public static List<Commit> commits(Delta delta) {
        return switch (delta) {
            case Delta.Commits(var commits) -> commits;
            case Delta.Truncated(var oldest) -> throw new AssertionError("truncated to " + oldest);
        };
    }

    @Override
    public void close() {
        store.close();
    }
}
