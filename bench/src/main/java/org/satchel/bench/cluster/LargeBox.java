// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.cluster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.function.Supplier;
import org.satchel.bench.corpus.Messages;
import org.satchel.bench.imap.ColdSelect;
import org.satchel.bench.measure.WrongAnswer;
import org.satchel.bench.peer.SatchelServer;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.Deposit;
import org.satchel.model.Draft;
import org.satchel.model.Flags;
import org.satchel.model.FolderId;
import org.satchel.model.Listing;
import org.satchel.model.MessageBox;
import org.satchel.model.MessageStore;
import org.satchel.model.PendingCommit;

/// A box with very many objects, all of them seen but the last.
final class LargeBox {
    /// Of account 0.
    private static final BoxId ID = new BoxId(SatchelServer.ACCOUNTS.user(0));
    private static final int DEPOSITS = 200;
    private static final int PENDING_MAX = 4;

    private final Supplier<? extends MessageStore> stores;
    private final Servers servers;
    private final Tables tables;
    private final Messages messages;
    private final int count;
    private double fillSeconds;

    /// Gives servers over the same tables.
    interface Servers {
        SatchelServer start() throws IOException, InterruptedException;
    }

    /// @param stores each a fresh one
    LargeBox(Supplier<? extends MessageStore> stores, Servers servers, Tables tables, Messages messages, int count) {
        this.stores = stores;
        this.servers = servers;
        this.tables = tables;
        this.messages = messages;
        this.count = count;
    }

    double fillSeconds() {
        return fillSeconds;
    }

    void fill() throws IOException {
        long begin = System.nanoTime();
        try (var store = stores.get()) {
            var box = store.create(ID);
            var inbox = StorePeer.inbox(box);
            var pending = new ArrayDeque<PendingCommit>();
            for (int number = 0; number < count; number += DEPOSITS) {
                pending.add(deposit(box, inbox, number, Math.min(DEPOSITS, count - number)));
                if (pending.size() == PENDING_MAX) {
                    pending.remove().await();
                }
            }
            pending.forEach(PendingCommit::await);
        }
        fillSeconds = (System.nanoTime() - begin) / 1e9;
    }

    /// @param heapMib more than before, garbage collected, with all of it at hand
    record Cold(double viewMillis, double listingMillis, double unseenMillis, double heapMib) {}

    Cold select() throws IOException {
        try (var store = stores.get()) {
            long heap = usedHeap();
            long begin = System.nanoTime();
            var view = store.open(ID).view();
            var folder = view.folder(org.satchel.model.FolderPath.INBOX).orElseThrow();
            long viewed = System.nanoTime();
            WrongAnswer.unlessEqual("objects", count, folder.count());
            WrongAnswer.unlessEqual("unseen objects", 1, folder.unseen());
            var listing = view.listing(folder.id());
            var sums = new long[2];
            listing.forEach(entry -> {
                sums[0]++;
                sums[1] += entry.uid().number();
            });
            long listed = System.nanoTime();
            int unseen = firstUnseen(listing);
            long found = System.nanoTime();
            WrongAnswer.unlessEqual("entries", count, sums[0]);
            WrongAnswer.unlessEqual("sum of uids", (long) count * (count + 1) / 2, sums[1]);
            WrongAnswer.unlessEqual("index of the first unseen object", count - 1, unseen);
            double grown = (usedHeap() - heap) / (1024.0 * 1024);
            WrongAnswer.unlessEqual("entries", count, listing.count());
            return new Cold((viewed - begin) / 1e6, (listed - viewed) / 1e6, (found - listed) / 1e6, grown);
        }
    }

    /// The first SELECT of a server that was just started, over IMAP.
    double selectMillis() throws IOException, InterruptedException {
        try (var server = servers.start()) {
            return ColdSelect.millis(server, 0, count);
        }
    }

    /// Of all tables on one node, on its disk, rounded up.
    long largestPartitionMib() throws IOException, InterruptedException {
        long mib = tables.largestPartitionMib();
        if (mib == 0) {
            throw new WrongAnswer("nothing of the box is on the disk of the node");
        }
        return mib;
    }

    private PendingCommit deposit(MessageBox box, FolderId inbox, int first, int deposits) throws IOException {
        var drafts = new ArrayList<Draft>(deposits);
        for (int number = first; number < first + deposits; number++) {
            drafts.add(box.draft(new ByteArrayInputStream(messages.message(number)), Messages.BYTES));
        }
        var seen = Deposit.flagged(Flags.of(Flags.SEEN));
        return box.begin(Actor.owner(ID), tx -> {
            for (int i = 0; i < deposits; i++) {
                tx.deposit(inbox, drafts.get(i), first + i == count - 1 ? Deposit.PLAIN : seen);
            }
        });
    }

    private static int firstUnseen(Listing listing) {
        for (int i = 0; i < listing.count(); i++) {
            if (!listing.at(i).flags().seen()) {
                return i;
            }
        }
        return -1;
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
