// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.satchel.model.MessageStore;
import org.satchel.model.blob.BlobStore;
import org.satchel.model.transfer.BoxReceiver;
import org.satchel.model.transfer.StoreImage;
import org.satchel.server.accounts.Accounts;
import org.satchel.server.config.ServerConfig;

/// The open store of a server, with what depends on its engine.
public sealed interface Storage extends AutoCloseable permits OneMachine, ManyMachines {
    /// @throws IOException when a folder or a file of the configuration cannot be used, or Cassandra cannot be reached
    static Storage open(ServerConfig config, InstantSource clock) throws IOException {
        return open(config, clock, UnaryOperator.identity());
    }

    /// The same, with something put around the store of large payloads, where there is one of its own.
    static Storage open(ServerConfig config, InstantSource clock, UnaryOperator<BlobStore> around) throws IOException {
        return switch (config.engine().kind()) {
            case EMBEDDED -> OneMachine.open(config, clock);
            case CASSANDRA -> ManyMachines.open(config, clock, around);
        };
    }

    /// Does something with the accounts, whether a server runs or not.
    static void withAccounts(ServerConfig config, InstantSource clock, Use<Accounts> use) throws IOException {
        switch (config.engine().kind()) {
            case EMBEDDED -> use.with(new Accounts(config.data(), clock));
            case CASSANDRA -> {
                try (var storage = ManyMachines.openBriefly(config, clock)) {
                    use.with(storage.accounts());
                }
            }
        }
    }

    /// The same for a command that is no server, and of which servers need not know. It may open a store that is not to
    /// be served.
    static Storage openBriefly(ServerConfig config, InstantSource clock) throws IOException {
        return switch (config.engine().kind()) {
            case EMBEDDED -> OneMachine.open(config, clock);
            case CASSANDRA -> ManyMachines.openBriefly(config, clock);
        };
    }

    MessageStore store();

    /// The boxes as they are when each is asked for.
    StoreImage image();

    /// Takes boxes over from another store, while no server serves this one.
    BoxReceiver receiver();

    /// Why no server may serve the store, though it could: it was moved elsewhere. Empty when one may.
    Optional<String> notToBeServed() throws IOException;

    /// Whether it was moved elsewhere, so that what it holds is of yesterday.
    boolean isMovedAway() throws IOException;

    /// Lets servers serve it again.
    void reopen() throws IOException;

    Accounts accounts();

    /// What keeps the store from taking new objects, in a few words that name no host; empty when nothing does. Quick,
    /// and asked at will.
    Optional<String> obstacle();

    /// Starts the jobs of the engine; they end with the store.
    void start();

    /// Why there is no [#backup] with this engine, and the way to go instead; empty when there is one.
    static Optional<String> noBackup(ServerConfig config) {
        return switch (config.engine().kind()) {
            case EMBEDDED -> Optional.empty();
            case CASSANDRA -> Optional.of(ManyMachines.NO_BACKUP);
        };
    }

    /// Copies the store, as it is at this moment, to a folder that is not there yet.
    ///
    /// @throws IOException when this engine has no such copy
    void backup(Path folder) throws IOException;

    /// Copies the rows of a store that no other process can open to a folder that is not there yet, for [Source].
    void copyRows(Path target) throws IOException;

    @Override
    void close();

    /// What is done with something that is open for this long only.
    interface Use<T> {
        void with(T thing) throws IOException;
    }
}
