// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.storage;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.satchel.model.transfer.StoreImage;
import org.satchel.server.accounts.Accounts;
import org.satchel.server.config.ServerConfig;

/// A store that several servers may have open: read as any of them reads it.
final class ManyMachinesSource implements Source {
    private static final String SEAL = "another place by a migration that is under way";

    private final ManyMachines storage;
    private final Duration silent;
    private final LiveServers servers;
    private boolean sealed;

    private ManyMachinesSource(ManyMachines storage, Duration silent) {
        this.storage = storage;
        this.silent = silent;
        this.servers = new LiveServers(storage.store().registry(), silent);
    }

    static ManyMachinesSource open(ServerConfig config, InstantSource clock, Duration silent) throws IOException {
        return new ManyMachinesSource(ManyMachines.openBriefly(config, clock), silent);
    }

    @Override
    public StoreImage image() {
        return storage.image();
    }

    @Override
    public Accounts accounts() {
        return storage.accounts();
    }

    /// The mark is there before the last look at the servers: one that starts reads it after its first sign of life.
    @Override
    public boolean seal() throws InterruptedException {
        if (sealed) {
            return true;
        }
        if (servers.any()) {
            return false;
        }
        MovedMark.write(storage.store().registry(), SEAL);
        sealed = true;
        if (servers.anyFor(silent)) {
            unseal();
        }
        return sealed;
    }

    @Override
    public void unseal() {
        if (sealed) {
            MovedMark.remove(storage.store().registry());
            sealed = false;
        }
    }

    @Override
    public void moved(String where) {
        MovedMark.write(storage.store().registry(), where);
        sealed = false;
    }

    @Override
    public void close() {
        try {
            unseal();
        } finally {
            storage.close();
        }
    }
}
