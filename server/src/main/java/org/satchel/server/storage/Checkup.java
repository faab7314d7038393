// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.satchel.cassandra.CassandraCheck;
import org.satchel.model.StoreFailure;
import org.satchel.server.accounts.Accounts;
import org.satchel.server.config.ServerConfig;

/// A look at what the store and the accounts of a configuration stand on, which makes nothing in the database.
///
/// @param grade whether it will do
/// @param text one line
public record Checkup(Grade grade, String text) {
    public enum Grade {
        GOOD,
        DOUBTFUL,
        BAD
    }

    /// One for each thing looked at.
    public static List<Checkup> of(ServerConfig config) {
        return switch (config.engine().kind()) {
            case EMBEDDED -> List.of(accounts(config));
            case CASSANDRA -> {
                var found = new ArrayList<Checkup>();
                found.add(cassandra(config));
                found.add(payloads(config));
                yield found;
            }
        };
    }

    private static Checkup accounts(ServerConfig config) {
        try {
            int count =
                    new Accounts(config.data(), InstantSource.system()).all().size();
            return count == 0
                    ? new Checkup(Grade.DOUBTFUL, "accounts: none; add one with 'satchel user add'")
                    : new Checkup(Grade.GOOD, "accounts: " + count);
        } catch (UncheckedIOException e) {
            return new Checkup(Grade.BAD, "accounts: " + e.getMessage());
        }
    }

    private static Checkup cassandra(ServerConfig config) {
        var name = Places.cassandraName(config) + ": ";
        try {
            var seen = CassandraCheck.of(Places.cassandra(config, InstantSource.system()));
            int replicas = config.cassandra().replicas();
            var keyspace = "keyspace " + config.cassandra().keyspace();
            var text = "%sCassandra %s, %d of %d nodes up in %s; %s"
                    .formatted(
                            name,
                            seen.version(),
                            seen.nodesUp(),
                            seen.nodes(),
                            config.cassandra().datacenter(),
                            keyspace);
            if (seen.keyspace()) {
                return new Checkup(seen.nodesUp() < seen.nodes() ? Grade.DOUBTFUL : Grade.GOOD, text + " is there");
            }
            return seen.nodes() < replicas
                    ? new Checkup(
                            Grade.BAD,
                            text + " would be made with " + replicas + " replicas, more than there are nodes:"
                                    + " see cassandra.replicas")
                    : new Checkup(Grade.GOOD, text + " will be made with " + replicas + " replicas");
        } catch (IOException | IllegalArgumentException | StoreFailure failure) {
            return new Checkup(Grade.BAD, name + failure.getMessage());
        }
    }

    private static Checkup payloads(ServerConfig config) {
        var name = Places.blobsName(config);
        try (var blobs = Places.blobs(config)) {
            return blobs.obstacle()
                    .map(obstacle -> new Checkup(Grade.BAD, name + ": " + obstacle))
                    .orElseGet(() -> new Checkup(Grade.GOOD, name + " answers"));
        } catch (IOException | IllegalArgumentException | StoreFailure failure) {
            return new Checkup(Grade.BAD, name + ": " + failure.getMessage());
        }
    }
}
