// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.satchel.embedded.EmbeddedStore;
import org.satchel.embedded.EngineLimits;
import org.satchel.embedded.EngineSettings;
import org.satchel.model.transfer.BoxReceiver;
import org.satchel.model.transfer.StoreImage;
import org.satchel.server.accounts.Accounts;
import org.satchel.server.config.ServerConfig;

/// Everything in the data folder.
public record OneMachine(EmbeddedStore store, Accounts accounts, Path folder) implements Storage {
    static final String FOLDER = "store";

    static OneMachine open(ServerConfig config, InstantSource clock) throws IOException {
        var folder = config.data().resolve(FOLDER);
        var store = EmbeddedStore.open(folder, settings(config, clock));
        return new OneMachine(store, new Accounts(config.data(), clock), folder);
    }

    @Override
    public Optional<String> obstacle() {
        return store.obstacle();
    }

    @Override
    public StoreImage image() {
        return store.image();
    }

    @Override
    public BoxReceiver receiver() {
        return store.receiver();
    }

    @Override
    public Optional<String> notToBeServed() throws IOException {
        return MovedMark.read(folder).or(() -> MovedMark.read(store.registry()));
    }

    @Override
    public boolean isMovedAway() throws IOException {
        return MovedMark.read(folder).isPresent();
    }

    @Override
    public void reopen() throws IOException {
        Files.deleteIfExists(folder.resolve(MovedMark.FILE));
        MovedMark.remove(store.registry());
    }

    @Override
    public void start() {}

    @Override
    public void copyRows(Path target) {
        store.copyRows(target);
    }

    @Override
    public void backup(Path folder) throws IOException {
        store.backup(folder);
    }

    @Override
    public void close() {
        store.close();
    }

    private static EngineSettings settings(ServerConfig config, InstantSource clock) {
        var usual = EngineLimits.STANDARD;
        var engine = config.engine();
        return EngineSettings.STANDARD
                .withBoxes(NewBoxes.settings(config.box(), clock))
                .withLimits(new EngineLimits(
                        engine.residentBytesMax(),
                        usual.residentBoxesMax(),
                        usual.pendingWritesMax(),
                        usual.batchWritesMax(),
                        usual.batchBytesMax(),
                        engine.smallPayloadBytesMax(),
                        usual.tailCommitsMax(),
                        engine.blockCacheBytes(),
                        usual.writeBufferBytes(),
                        usual.compactionBytesPerSecondMax(),
                        engine.diskReserveBytes(),
                        usual.scanThreads()));
    }
}
