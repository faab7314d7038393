// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.satchel.model.transfer.StoreImage;
import org.satchel.server.accounts.Accounts;
import org.satchel.server.config.ServerConfig;

/// A store that is to move elsewhere. A server may go on serving it.
public sealed interface Source extends AutoCloseable permits OneMachineSource, ManyMachinesSource {
    /// @param copier asks the server that has the store open, if the engine lets only one process do that
    static Source open(ServerConfig config, InstantSource clock, RowCopier copier) throws IOException {
        return open(config, clock, copier, LiveServers.SILENT);
    }

    /// @param silent servers of which nothing is heard for so long are gone
    static Source open(ServerConfig config, InstantSource clock, RowCopier copier, Duration silent) throws IOException {
        return switch (config.engine().kind()) {
            case EMBEDDED -> new OneMachineSource(config, clock, copier);
            case CASSANDRA -> ManyMachinesSource.open(config, clock, silent);
        };
    }

    /// The boxes as they are now. One image at a time.
    StoreImage image() throws IOException, InterruptedException;

    Accounts accounts();

    /// Keeps servers from it when none serves it: from then on images show the last there is.
    ///
    /// @return false while some server serves it
    boolean seal() throws IOException, InterruptedException;

    /// Lets servers serve it again.
    void unseal() throws IOException;

    /// Makes the seal last: the store was moved. To be called while the last image is open.
    ///
    /// @param where in the words of an operator
    void moved(String where) throws IOException;

    @Override
    void close();

    /// Has a running server copy the rows of its store.
    interface RowCopier {
        /// @param folder not there yet
        /// @return false when no server answers
        boolean copy(Path folder) throws IOException;
    }
}
