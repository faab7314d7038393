// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.satchel.embedded.EmbeddedImage;
import org.satchel.model.transfer.StoreImage;
import org.satchel.server.accounts.Accounts;
import org.satchel.server.config.ServerConfig;

/// The store of a data folder: its server, if there is one, copies the rows; else the folder is read, and kept.
final class OneMachineSource implements Source {
    /// A server that starts or stops has the store open and does not answer.
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final Path folder;
    private final Accounts accounts;
    private final RowCopier copier;
    private final EmbeddedImage.Copies copies;
    private @Nullable StoreImage held;

    OneMachineSource(ServerConfig config, InstantSource clock, RowCopier copier) throws IOException {
        this.folder = config.data().resolve(OneMachine.FOLDER);
        this.accounts = new Accounts(config.data(), clock);
        this.copier = copier;
        this.copies = EmbeddedImage.copies(folder);
    }

    @Override
    public StoreImage image() throws IOException, InterruptedException {
        var stopped = held;
        if (stopped != null) {
            return stopped;
        }
        var copy = copies.next();
        long deadline = System.nanoTime() + ANSWER_MAX.toNanos();
        while (!copier.copy(copy)) {
            if (seal()) {
                return image();
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("the store in " + folder + " is in use, and no server answers");
            }
            Thread.sleep(LOOK_AGAIN);
        }
        return EmbeddedImage.ofCopy(folder, copy);
    }

    @Override
    public Accounts accounts() {
        return accounts;
    }

    @Override
    public boolean seal() throws IOException {
        if (held == null) {
            held = EmbeddedImage.ofStopped(folder).orElse(null);
        }
        return held != null;
    }

    @Override
    public void unseal() {
        var image = held;
        held = null;
        if (image != null) {
            image.close();
        }
    }

    @Override
    public void moved(String where) throws IOException {
        if (held == null) {
            throw new IllegalStateException("the store is not kept from servers");
        }
        MovedMark.write(folder, where);
    }

    @Override
    public void close() {
        unseal();
        copies.close();
    }
}
