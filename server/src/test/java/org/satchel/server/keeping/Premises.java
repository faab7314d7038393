// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.keeping;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.Change;
import org.satchel.model.Delta;
import org.satchel.model.Deposit;
import org.satchel.model.Entry;
import org.satchel.model.FlagEdit;
import org.satchel.model.Flags;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;
import org.satchel.model.MessageBox;
import org.satchel.model.MessageStore;
import org.satchel.model.ModSeq;
import org.satchel.model.ObjectId;
import org.satchel.push.nodes.Membership;
import org.satchel.push.nodes.NodeName;

/// A box, a clock that stands until it is told to go, and the verbs that the tests of this package need.
final class Premises {
    static final Times TIMES = new Times(Duration.ofDays(90), Duration.ofDays(30), Duration.ofDays(90));
    static final BoxId ID = new BoxId("tel:+15550100001");
    static final FolderPath PEER = new FolderPath("Default/tel:+15550100002");

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-03T08:00:00.250Z"));
    MessageStore store;
    MessageBox box;

    /// @param newStore its clock is [#now]
    Premises open(MessageStore newStore) {
        store = newStore;
        box = store.find(ID).orElseGet(() -> store.create(ID));
        return this;
    }

    Keeper keeper(Times times) {
        return new Keeper(store, times, now::get, Membership.alone(new NodeName("alone")));
    }

    void round() {
        round(TIMES);
    }

    boolean round(Times times) {
        try {
            return keeper(times).round();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    FolderId folder(FolderPath path) {
        var present = box.view().folder(path);
        if (present.isEmpty()) {
            box.write(Actor.owner(ID), tx -> tx.createFolder(path));
        }
        return box.view().folder(path).orElseThrow().id();
    }

    ObjectId deposit(FolderPath path, String text, String... flags) {
        var folder = folder(path);
        var message = "Subject: " + text.substring(0, Math.min(20, text.length()))
                + "\r\nContent-Type: text/plain\r\n\r\n" + text + "\r\n";
        var entry = new Entry[1];
        try (var draft = box.draft(new ByteArrayInputStream(message.getBytes(StandardCharsets.US_ASCII)), 1 << 24)) {
            box.write(
                    Actor.owner(ID),
                    tx -> entry[0] = tx.deposit(folder, draft, new Deposit(Flags.of(flags), null, null)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entry[0].object();
    }

    void flag(ObjectId object, FlagEdit edit) {
        var place = box.view().locate(object).orElseThrow();
        box.write(Actor.owner(ID), tx -> tx.flag(place.folder(), List.of(place.uid()), edit, null));
    }

    void mark(ObjectId object) {
        flag(object, FlagEdit.add(Flags.of(Flags.DELETED)));
    }

    void unmark(ObjectId object) {
        flag(object, FlagEdit.remove(Flags.of(Flags.DELETED)));
    }

    void move(ObjectId object, FolderPath to) {
        var target = folder(to);
        var place = box.view().locate(object).orElseThrow();
        box.write(Actor.owner(ID), tx -> tx.move(place.folder(), List.of(place.uid()), target));
    }

    boolean isThere(ObjectId object) {
        return box.view().locate(object).isPresent();
    }

    /// Objects that were removed by time, in the order of their going, as the log tells.
    List<ObjectId> expired() {
        var gone = new ArrayList<ObjectId>();
        var position = Log.begin(box.changes(), ModSeq.ZERO);
        while (box.changes().since(position, 500) instanceof Delta.Commits(var commits) && !commits.isEmpty()) {
            for (var commit : commits) {
                for (var change : commit.changes()) {
                    if (change instanceof Change.ObjectRemoved removed && removed.cause() == Change.Cause.EXPIRED) {
                        gone.add(removed.last().object());
                    }
                }
                position = commit.modSeq();
            }
        }
        return gone;
    }
}
