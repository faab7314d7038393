// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.cluster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.satchel.bench.corpus.Messages;
import org.satchel.bench.measure.WrongAnswer;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.Deposit;
import org.satchel.model.Draft;
import org.satchel.model.Entry;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;
import org.satchel.model.MessageBox;
import org.satchel.model.MessageStore;
import org.satchel.model.Placement;

/// Satchel: one store in this process, or several over the same tables, to which the callers of a box come in turn.
public final class StorePeer implements ClusterPeer {
    public static final String NAME = "satchel";

    private static final int NUMBERS_PER_BLOCK = 1_000_000;
    private static final int READ_MAX = 500;
    private static final int READ_LEAST = 10;
    private static final int RECORDED = 100;

    private final String name;
    private final List<? extends MessageStore> stores;
    private final Tables tables;
    private final Messages messages;
    private final AtomicLong blocks = new AtomicLong();

    StorePeer(String name, List<? extends MessageStore> stores, Tables tables, Messages messages) {
        this.name = name;
        this.stores = List.copyOf(stores);
        this.tables = tables;
        this.messages = messages;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void prepare(String work, Load load) {
        for (int i = 0; i < load.boxes(); i++) {
            stores.getFirst().create(id(work, i));
        }
    }

    @Override
    public Round run(String work, Load load, Duration slice, Meter meter) throws IOException, InterruptedException {
        long held = held(work, load);
        long groups = groups(work, load);
        var inboxes = new ArrayList<FolderId>();
        for (int i = 0; i < load.boxes(); i++) {
            inboxes.add(inbox(stores.getFirst().open(id(work, i))));
        }
        var metered = meter.run(load.boxes() * load.callers(), i -> {
            int box = i % load.boxes();
            var store = stores.get(i / load.boxes() % stores.size());
            return deposit(store.open(id(work, box)), inboxes.get(box), load.deposits(), slice);
        });
        var done = metered.done();
        var writes = Writes.sum(done.results());
        long deposits = writes.count() * load.deposits();
        WrongAnswer.unlessEqual("messages in the boxes", held + deposits, held(work, load));
        return new Round(deposits, done.seconds(), writes.latencies(), groups(work, load) - groups, metered.spent());
    }

    @Override
    public void verify(String work, Load load) throws IOException {
        for (int i = 0; i < load.boxes(); i++) {
            for (var store : stores) {
                verify(store.open(id(work, i)), Math.max(READ_LEAST, READ_MAX / load.boxes()));
            }
        }
    }

    /// Rows of some messages, deposited so many at a time.
    RecordedRows record(int deposits) throws IOException {
        var box = stores.getFirst().create(new BoxId("bench:recorded-" + deposits));
        var inbox = inbox(box);
        long commit = 0;
        for (int count = 0; count < RECORDED; count += deposits) {
            commit = write(box, inbox, deposits, newNumbers());
        }
        var uuid = tables.box(box.id().text());
        return new RecordedRows(tables.contents(uuid), tables.commit(uuid, commit));
    }

    Tables.Held held(String work, int index) throws IOException {
        return tables.held(tables.box(id(work, index).text()));
    }

    private Writes deposit(MessageBox box, FolderId inbox, int deposits, Duration slice) throws IOException {
        var number = new AtomicLong(newNumbers());
        return Writes.during(slice, () -> write(box, inbox, deposits, number.getAndAdd(deposits)));
    }

    private long newNumbers() {
        return blocks.getAndIncrement() * NUMBERS_PER_BLOCK;
    }

    /// @return mod-sequence of the commit
    private long write(MessageBox box, FolderId inbox, int deposits, long firstNumber) throws IOException {
        var drafts = new ArrayList<Draft>(deposits);
        for (int i = 0; i < deposits; i++) {
            drafts.add(box.draft(new ByteArrayInputStream(messages.message(firstNumber + i)), Messages.BYTES));
        }
        var entries = new ArrayList<Entry>(deposits);
        var commit = box.write(Actor.owner(box.id()), tx -> {
            entries.clear();
            drafts.forEach(draft -> entries.add(tx.deposit(inbox, draft, Deposit.PLAIN)));
        });
        drafts.forEach(Draft::close);
        long uid = entries.getFirst().uid().number();
        for (var entry : entries) {
            WrongAnswer.unlessEqual("next uid of one write", uid++, entry.uid().number());
        }
        return commit.modSeq().number();
    }

    private void verify(MessageBox box, int readMax) throws IOException {
        var view = box.view();
        var inbox = inbox(box);
        var listing = view.listing(inbox);
        WrongAnswer.unlessEqual(
                "listed", view.folder(inbox).map(folder -> folder.count()).orElse(-1), listing.count());
        long last = 0;
        for (int i = 0; i < listing.count(); i++) {
            var entry = listing.at(i);
            if (entry.uid().number() <= last) {
                throw new WrongAnswer("uid " + entry.uid() + " comes after " + last);
            }
            last = entry.uid().number();
            WrongAnswer.unlessEqual("bytes of uid " + last, Messages.BYTES, entry.size());
        }
        for (int i = Math.max(0, listing.count() - readMax); i < listing.count(); i++) {
            var placement = new Placement(inbox, listing.at(i).uid());
            try (var in = view.payload(placement).open()) {
                if (messages.recognise(in.readAllBytes()).isEmpty()) {
                    throw new WrongAnswer("uid " + listing.at(i).uid() + " is not as it was written");
                }
            }
        }
    }

    private long held(String work, Load load) {
        long held = 0;
        for (int i = 0; i < load.boxes(); i++) {
            var box = stores.getFirst().open(id(work, i));
            held += box.view().folder(inbox(box)).orElseThrow().count();
        }
        return held;
    }

    /// Only where callers share a box it is worth counting.
    private long groups(String work, Load load) throws IOException {
        long groups = 0;
        for (int i = 0; i < load.boxes() && load.callers() > 1; i++) {
            groups += tables.groups(tables.box(id(work, i).text())).size();
        }
        return groups;
    }

    private BoxId id(String work, int index) {
        return new BoxId("bench:" + work + "-" + name.replace(' ', '-') + stores.size() + "-" + index);
    }

    static FolderId inbox(MessageBox box) {
        return box.view()
                .folder(FolderPath.INBOX)
                .orElseThrow(() -> new IllegalStateException("a box without INBOX"))
                .id();
    }
}
