// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.satchel.cassandra.CassandraSettings;
import org.satchel.cassandra.CassandraStore;
import org.satchel.model.MessageStore;
import org.satchel.model.StoreFailure;
import org.satchel.model.blob.BlobStore;
import org.satchel.model.blob.OrphanCollector;
import org.satchel.model.blob.Probe;
import org.satchel.model.transfer.BoxReceiver;
import org.satchel.model.transfer.StoreImage;
import org.satchel.server.accounts.Accounts;
import org.satchel.server.config.ServerConfig;

/// Metadata in Cassandra, large payloads on S3 or in a shared folder, and the accounts that all servers share.
public final class ManyMachines implements Storage {
    static final String NO_BACKUP = "engine.kind is cassandra, and a backup copies the embedded engine only; take"
            + " snapshots of the keyspace with Cassandra's own tools and keep the payloads: see docs/cluster.md";

    private final CassandraStore store;
    private final Accounts accounts;
    private final OrphanRounds orphans;
    private final Probe probe;

    private ManyMachines(CassandraStore store, Accounts accounts, OrphanRounds orphans) {
        this.store = store;
        this.accounts = accounts;
        this.orphans = orphans;
        this.probe = new Probe(
                "satchel-store-probe",
                "the database does not answer",
                () -> store.obstacle().orElse(""));
    }

    /// For a server.
    ///
    /// @param around what the payload store is wrapped in
    static ManyMachines open(ServerConfig config, InstantSource clock, UnaryOperator<BlobStore> around)
            throws IOException {
        var cooperation = Places.cooperation(config.neighbours());
        return open(Places.cassandra(config, clock).withCooperation(cooperation), config, clock, around);
    }

    /// For a command, of which other servers need not know.
    static ManyMachines openBriefly(ServerConfig config, InstantSource clock) throws IOException {
        return open(Places.cassandra(config, clock), config, clock, UnaryOperator.identity());
    }

    private static ManyMachines open(
            CassandraSettings settings, ServerConfig config, InstantSource clock, UnaryOperator<BlobStore> around)
            throws IOException {
        var blobs = around.apply(Places.blobs(config));
        try {
            var store = CassandraStore.open(settings, blobs);
            var collector = new OrphanCollector(
                    blobs, store::referenced, clock, config.payloads().orphanGrace());
            return new ManyMachines(store, new Accounts(store.registry(), clock), new OrphanRounds(collector));
        } catch (StoreFailure.Unavailable failure) {
            blobs.close();
            throw new IOException(Places.cassandraName(config) + ": " + failure.getMessage(), failure);
        } catch (RuntimeException failure) {
            blobs.close();
            throw failure;
        }
    }

    @Override
    public MessageStore store() {
        return store;
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
    public Optional<String> notToBeServed() {
        return MovedMark.read(store.registry());
    }

    @Override
    public boolean isMovedAway() {
        return MovedMark.isMoved(store.registry());
    }

    @Override
    public void reopen() {
        MovedMark.remove(store.registry());
    }

    @Override
    public Accounts accounts() {
        return accounts;
    }

    @Override
    public Optional<String> obstacle() {
        return probe.obstacle();
    }

    @Override
    public void start() {
        orphans.start();
    }

    @Override
    public void backup(Path folder) throws IOException {
        throw new IOException(NO_BACKUP);
    }

    @Override
    public void copyRows(Path target) throws IOException {
        throw new IOException("engine.kind is cassandra, and anybody can read the store");
    }

    @Override
    public void close() {
        orphans.close();
        store.close();
    }
}
