// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.BoxView;
import org.satchel.model.Deposit;
import org.satchel.model.Entry;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;
import org.satchel.model.MessageBox;
import org.satchel.model.Placement;

/// What the tests of the engine do again and again.
final class Stores {
    static final BoxId ALICE = new BoxId("tel:+15550100001");
    static final EngineSettings SMALL =
            EngineSettings.STANDARD.withLimits(EngineLimits.SMALL).withSweep(Duration.ZERO, Duration.ofHours(1));

    /// Gives up every listing as soon as it may.
    static final EngineSettings FORGETFUL = SMALL.withLimits(limits(1, EngineLimits.SMALL.diskReserveBytes()));

    private Stores() {}

    static EngineLimits limits(long residentBytesMax, long diskReserveBytes) {
        var small = EngineLimits.SMALL;
        return new EngineLimits(
                residentBytesMax,
                small.residentBoxesMax(),
                small.pendingWritesMax(),
                small.batchWritesMax(),
                small.batchBytesMax(),
                small.smallPayloadBytesMax(),
                small.tailCommitsMax(),
                small.blockCacheBytes(),
                small.writeBufferBytes(),
                small.compactionBytesPerSecondMax(),
                diskReserveBytes,
                small.scanThreads());
    }

    static EmbeddedStore open(Path folder) {
        return open(folder, SMALL);
    }

    static EmbeddedStore open(Path folder, EngineSettings settings) {
        try {
            return EmbeddedStore.open(folder, settings);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static FolderId inbox(MessageBox box) {
        return folder(box, FolderPath.INBOX);
    }

    static FolderId folder(MessageBox box, FolderPath path) {
        return box.view().folder(path).orElseThrow().id();
    }

    /// A message of at least so many bytes, always the same for the same number.
    static byte[] message(int number, int bytes) {
        var random = new Random(number);
        var text = new StringBuilder("Subject: message " + number + "\r\nMessage-ID: <" + number
                + "@example.com>\r\nContent-Type: text/plain\r\n\r\n");
        while (text.length() < bytes) {
            text.append((char) ('a' + random.nextInt(26)));
            if (text.length() % 70 == 0) {
                text.append("\r\n");
            }
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    static Entry deposit(MessageBox box, FolderId folder, byte[] message, Deposit how) {
        var entry = new Entry[1];
        try (var draft = box.draft(new ByteArrayInputStream(message), Long.MAX_VALUE)) {
            box.write(Actor.owner(box.id()), tx -> entry[0] = tx.deposit(folder, draft, how));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return entry[0];
    }

    static Entry deposit(MessageBox box, byte[] message) {
        return deposit(box, inbox(box), message, Deposit.PLAIN);
    }

    static byte[] bytes(BoxView view, FolderId folder, Entry entry) {
        try (var in = view.payload(new Placement(folder, entry.uid())).open()) {
            return in.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
