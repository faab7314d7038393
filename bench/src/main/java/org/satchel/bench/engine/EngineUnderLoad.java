// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.engine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.satchel.bench.corpus.Messages;
import org.satchel.bench.measure.WrongAnswer;
import org.satchel.embedded.EmbeddedStore;
import org.satchel.embedded.EngineSettings;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.Deposit;
import org.satchel.model.Draft;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;
import org.satchel.model.MessageBox;
import org.satchel.model.Placement;
import org.satchel.model.Uid;

/// An open store with the messages it is fed.
public final class EngineUnderLoad implements AutoCloseable {
    static final String NAME = "embedded";
    private static final int BATCH = 250;
    private static final int NUMBERS_PER_BLOCK = 1_000_000;

    private final Path folder;
    private final Messages messages;
    private final AtomicLong blocks = new AtomicLong();
    private EmbeddedStore store;

    public EngineUnderLoad(Path folder, Messages messages) throws IOException {
        this.folder = folder;
        this.messages = messages;
        this.store = EmbeddedStore.open(folder, EngineSettings.STANDARD);
    }

    public String name() {
        return NAME;
    }

    @Override
    public void close() {
        store.close();
    }

    void reopen() throws IOException {
        store.close();
        store = EmbeddedStore.open(folder, EngineSettings.STANDARD);
    }

    /// The first of a million message numbers that nobody else uses.
    long newNumbers() {
        return blocks.getAndIncrement() * NUMBERS_PER_BLOCK;
    }

    /// The box of that name, made when there is none.
    MessageBox box(String name) {
        var id = new BoxId("bench:" + name);
        return store.find(id).orElseGet(() -> store.create(id));
    }

    static FolderId inbox(MessageBox box) {
        return box.view()
                .folder(FolderPath.INBOX)
                .orElseThrow(() -> new IllegalStateException("a box without INBOX"))
                .id();
    }

    /// One deposit, durable when this returns.
    void deposit(MessageBox box, FolderId folderId, long number) throws IOException {
        try (var draft = draft(box, number)) {
            box.write(Actor.owner(box.id()), tx -> tx.deposit(folderId, draft, Deposit.PLAIN));
        }
    }

    /// Makes the inbox hold `count` messages, many in one write.
    void fill(MessageBox box, int count) throws IOException {
        var folderId = inbox(box);
        long number = newNumbers();
        for (int held = box.view().listing(folderId).count(); held < count; held += BATCH) {
            var drafts = new ArrayList<Draft>();
            for (int i = 0; i < Math.min(BATCH, count - held); i++) {
                drafts.add(draft(box, number++));
            }
            box.write(Actor.owner(box.id()), tx -> drafts.forEach(draft -> tx.deposit(folderId, draft, Deposit.PLAIN)));
            drafts.forEach(Draft::close);
        }
    }

    /// Reads the last messages of the inbox and compares them byte for byte with what was written.
    void verify(MessageBox box, int countMax) throws IOException {
        var view = box.view();
        var folderId = inbox(box);
        var listing = view.listing(folderId);
        for (int i = Math.max(0, listing.count() - countMax); i < listing.count(); i++) {
            var placement = new Placement(folderId, listing.at(i).uid());
            try (var in = view.payload(placement).open()) {
                if (messages.recognise(in.readAllBytes()).isEmpty()) {
                    throw new WrongAnswer("uid " + listing.at(i).uid() + " is not as it was written");
                }
            }
        }
    }

    /// Reads every object of the inbox with its summary.
    ///
    /// @return how many, in ascending order of uids
    long scan(MessageBox box) throws IOException {
        var seen = new long[2];
        box.view().objects(inbox(box), Uid.FIRST, Uid.LAST, object -> {
            seen[0]++;
            long uid = object.entry().uid().number();
            seen[1] = uid > seen[1] ? uid : Long.MAX_VALUE;
        });
        if (seen[1] == Long.MAX_VALUE) {
            throw new WrongAnswer("uids do not ascend");
        }
        return seen[0];
    }

    private Draft draft(MessageBox box, long number) throws IOException {
        return box.draft(new ByteArrayInputStream(messages.message(number)), Messages.BYTES);
    }
}
