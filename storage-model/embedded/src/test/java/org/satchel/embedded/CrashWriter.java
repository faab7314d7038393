// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.BoxTransaction;
import org.satchel.model.Change;
import org.satchel.model.Commit;
import org.satchel.model.Deposit;
import org.satchel.model.Draft;
import org.satchel.model.FlagEdit;
import org.satchel.model.Flags;
import org.satchel.model.FolderPath;
import org.satchel.model.MessageBox;
import org.satchel.model.Uid;
import org.satchel.model.codec.CommitCodec;

/// A program made to be killed: sixteen threads write to eight boxes without end, and note each acknowledged
/// commit in a journal outside the store.
///
/// Arguments: folder of the store, journal, first message number.
public final class CrashWriter {
    static final int BOXES = 8;
    private static final int THREADS = 16;
    private static final FolderPath DEFAULT = new FolderPath("Default");

    private final FileChannel journal;
    private final MessageBox box;
    private final Random random;

    private CrashWriter(FileChannel journal, MessageBox box, long seed) {
        this.journal = journal;
        this.box = box;
        this.random = new Random(seed);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        int first = Integer.parseInt(arguments[2]);
        try (var store = EmbeddedStore.open(Path.of(arguments[0]), Stores.SMALL);
                var journal = FileChannel.open(
                        Path.of(arguments[1]),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<?>>();
            for (int i = 0; i < THREADS; i++) {
                var id = box(i % BOXES);
                var box = store.find(id).orElseGet(() -> store.create(id));
                var writer = new CrashWriter(journal, box, first + i);
                int number = first + i;
                running.add(threads.submit(() -> writer.run(number)));
            }
            for (var thread : running) {
                thread.get();
            }
        }
    }

    static BoxId box(int number) {
        return new BoxId("tel:+1555010%04d".formatted(number));
    }

    /// What the message of this number consists of: mostly short, at times too large to travel with its
    /// commit.
    static byte[] message(int number) {
        return Stores.message(number, number % 40 == 7 ? 50_000 : number % 1500);
    }

    static String line(BoxId box, Commit commit) {
        var crc = new CRC32();
        crc.update(CommitCodec.encode(commit));
        return box + " " + commit.modSeq() + " " + crc.getValue() + "\n";
    }

    private Void run(int first) throws IOException {
        for (int number = first; !Thread.currentThread().isInterrupted(); number += THREADS) {
            try (var draft = box.draft(new ByteArrayInputStream(message(number)), 1 << 20)) {
                note(box.write(Actor.owner(box.id()), tx -> change(tx, draft)));
            }
        }
        return null;
    }

    private void change(BoxTransaction tx, Draft draft) {
        var inbox = tx.folder(FolderPath.INBOX).orElseThrow().id();
        var other = tx.folder(DEFAULT).orElseThrow().id();
        tx.deposit(inbox, draft, Deposit.PLAIN);
        var some = List.of(Uid.of(1 + random.nextInt(tx.folder(inbox).count())));
        switch (random.nextInt(8)) {
            case 0 -> tx.flag(inbox, some, FlagEdit.add(Flags.of(Flags.SEEN, "work")), null);
            case 1 -> tx.copy(inbox, some, other);
            case 2 -> tx.move(inbox, some, other);
            case 3 -> tx.remove(inbox, some, Change.Cause.REMOVED);
            case 4 -> tx.annotate(inbox, "/shared/comment", "", "value " + random.nextInt(100));
            default -> {}
        }
    }

    private void note(Commit commit) throws IOException {
        journal.write(ByteBuffer.wrap(line(box.id(), commit).getBytes(StandardCharsets.UTF_8)));
    }
}
