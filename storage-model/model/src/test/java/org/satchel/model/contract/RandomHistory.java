// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.satchel.model.BoxTransaction;
import org.satchel.model.Change;
import org.satchel.model.Deposit;
import org.satchel.model.Draft;
import org.satchel.model.Entry;
import org.satchel.model.FlagEdit;
import org.satchel.model.Flags;
import org.satchel.model.Folder;
import org.satchel.model.FolderPath;
import org.satchel.model.Grant;
import org.satchel.model.Quota;
import org.satchel.model.Right;
import org.satchel.model.StoreFailure;
import org.satchel.model.Uid;

/// Writes whatever comes to its mind, the same for the same seed.
/// Refusals are part of the history: they must change nothing.
public final class RandomHistory {
    private static final List<String> FLAGS =
            List.of(Flags.SEEN, Flags.ANSWERED, Flags.FLAGGED, Flags.DELETED, Flags.DRAFT, "$Blue", "$Red", "Work");

    private final Stage stage;
    private final Random random;

    public RandomHistory(Stage stage, long seed) {
        this.stage = stage;
        this.random = new Random(seed);
    }

    /// One write of one to four verbs.
    public void step() {
        stage.clock().advance(Duration.ofMillis(random.nextInt(5000)));
        var drafts = new ArrayList<Draft>();
        var verbs = new ArrayList<Consumer<BoxTransaction>>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            verbs.add(verb(drafts));
        }
        long work = random.nextLong();
        try {
            stage.write(tx -> {
                random.setSeed(work); // the work may run again after a lost race
                verbs.forEach(verb -> tolerant(verb, tx));
            });
        } finally {
            drafts.forEach(Draft::close);
        }
    }

    private Consumer<BoxTransaction> verb(List<Draft> drafts) {
        return switch (random.nextInt(17)) {
            case 0, 1 -> tx -> tx.createFolder(path());
            case 2 -> tx -> tx.renameFolder(folder(tx).id(), path());
            case 3 -> tx -> tx.removeFolder(folder(tx).id());
            case 4 ->
                tx -> {
                    if (random.nextInt(3) == 0) {
                        tx.removeTree(folder(tx).id());
                    }
                };
            case 5, 6, 7, 8 -> deposit(drafts);
            case 9, 10 ->
                tx -> {
                    var folder = folder(tx);
                    var since = random.nextInt(4) == 0 ? folder.changed() : null;
                    tx.flag(folder.id(), uids(tx, folder), edit(), since);
                };
            case 11 ->
                tx -> {
                    var folder = folder(tx);
                    tx.copy(folder.id(), uids(tx, folder), folder(tx).id());
                };
            case 12 ->
                tx -> {
                    var folder = folder(tx);
                    tx.move(folder.id(), uids(tx, folder), folder(tx).id());
                };
            case 13 ->
                tx -> {
                    var folder = folder(tx);
                    tx.remove(folder.id(), uids(tx, folder), Change.Cause.REMOVED);
                };
            case 14 ->
                tx -> tx.annotate(
                        random.nextBoolean() ? null : folder(tx).id(),
                        "/shared/n" + random.nextInt(3),
                        "",
                        random.nextInt(3) == 0 ? null : "v" + random.nextInt(3));
            case 15 ->
                tx -> tx.grant(new Grant(
                        folder(tx).id(),
                        "tel:+1555010" + random.nextInt(3),
                        random.nextInt(3) == 0 ? Set.of() : Right.ALL,
                        random.nextBoolean() ? null : stage.clock().instant()));
            default ->
                tx -> {
                    if (random.nextBoolean()) {
                        tx.subscribe(path(), random.nextBoolean());
                    } else {
                        tx.setQuota(new Quota(100_000 + random.nextInt(100_000), 200 + random.nextInt(100)));
                    }
                };
        };
    }

    private Consumer<BoxTransaction> deposit(List<Draft> drafts) {
        var draft = stage.draft(SampleMessages.mail("n" + random.nextInt(1000), "x".repeat(random.nextInt(2000))));
        drafts.add(draft);
        var key = random.nextInt(3) == 0 ? "key" + random.nextInt(20) : null;
        return tx -> tx.deposit(folder(tx).id(), draft, new Deposit(flags(), null, key));
    }

    private FolderPath path() {
        var names = new ArrayList<String>();
        int depth = 1 + random.nextInt(3);
        for (int i = 0; i < depth; i++) {
            names.add(List.of("a", "b", "a-b", "INBOX", "Ö").get(random.nextInt(5)));
        }
        return new FolderPath(String.join("/", names));
    }

    private Folder folder(BoxTransaction tx) {
        var folders = List.copyOf(tx.view().folders());
        return folders.get(random.nextInt(folders.size()));
    }

    private List<Uid> uids(BoxTransaction tx, Folder folder) {
        var uids = new ArrayList<Uid>();
        int share = 1 + random.nextInt(5);
        for (Entry entry : Stage.entries(tx.view(), folder.id())) {
            if (random.nextInt(share) == 0) {
                uids.add(entry.uid());
            }
        }
        uids.add(new Uid(1 + random.nextInt(50)));
        Collections.shuffle(uids, random);
        return uids;
    }

    private FlagEdit edit() {
        var modes = FlagEdit.Mode.values();
        return new FlagEdit(modes[random.nextInt(modes.length)], flags());
    }

    private Flags flags() {
        return Flags.of(FLAGS.stream().filter(flag -> random.nextInt(4) == 0).toList());
    }

    private static void tolerant(Consumer<BoxTransaction> verb, BoxTransaction tx) {
        var before = BoxPicture.of(tx.view());
        try {
            verb.accept(tx);
        } catch (StoreFailure refused) {
            if (!BoxPicture.of(tx.view()).equals(before)) {
                throw new AssertionError("a refused verb changed something", refused);
            }
        }
    }
}
