// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.satchel.cassandra.nodes.NeighbourSettings;
import org.satchel.model.state.BoxSettings;

/// How a store on Cassandra is run.
///
/// @param contactPoints nodes to begin with, at least one
/// @param datacenter the local one: reads and writes wait for a quorum of its replicas only
/// @param keyspace made when it is not there
/// @param replication of a keyspace that is made, as CQL says it, for example `{'class':
///   'NetworkTopologyStrategy', 'dc1': 3}`
/// @param login empty user = none
/// @param boxes what every box is told: system folders, quota, limits, clock
/// @param history how long a change can be asked for after its checkpoint
/// @param cooperation with other processes
/// @param draftMax a draft older than this is refused; collectors leave alone what is younger than twice this
public record CassandraSettings(
        List<InetSocketAddress> contactPoints,
        String datacenter,
        String keyspace,
        String replication,
        Login login,
        BoxSettings boxes,
        CassandraLimits limits,
        Duration history,
        Duration draftMax,
        Cooperation cooperation) {
    public CassandraSettings {
        contactPoints = List.copyOf(contactPoints);
        if (contactPoints.isEmpty()) {
            throw new IllegalArgumentException("no contact points");
        }
        if (!keyspace.matches("[a-z][a-z0-9_]{0,47}")) {
            throw new IllegalArgumentException("keyspace is no lower-case name: '" + keyspace + "'");
        }
        if (history.compareTo(Duration.ofHours(1)) < 0 || draftMax.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException("times are out of range: " + history + ", " + draftMax);
        }
    }

    /// With usual limits, a history of 32 days and drafts of at most 12 hours.
    public static CassandraSettings of(
            List<InetSocketAddress> contactPoints, String datacenter, String keyspace, String replication) {
        return new CassandraSettings(
                contactPoints,
                datacenter,
                keyspace,
                replication,
                new Login("", ""),
                BoxSettings.STANDARD,
                CassandraLimits.STANDARD,
                Duration.ofDays(32),
                Duration.ofHours(12),
                Cooperation.NONE);
    }

    public CassandraSettings withBoxes(BoxSettings other) {
        return new CassandraSettings(
                contactPoints, datacenter, keyspace, replication, login, other, limits, history, draftMax, cooperation);
    }

    public CassandraSettings withLimits(CassandraLimits other) {
        return new CassandraSettings(
                contactPoints, datacenter, keyspace, replication, login, boxes, other, history, draftMax, cooperation);
    }

    public CassandraSettings withCooperation(Cooperation other) {
        return new CassandraSettings(
                contactPoints, datacenter, keyspace, replication, login, boxes, limits, history, draftMax, other);
    }

    /// How this process and the others that have the keyspace open help each other. Without any of it each looks at the
    /// heads of the boxes that somebody waits on, every few seconds.
    ///
    /// @param neighbours null = it neither listens nor speaks to others
    /// @param nats URL of a NATS server that carries hints instead, as `nats://127.0.0.1:4222`; empty = none
    public record Cooperation(@Nullable NeighbourSettings neighbours, String nats) {
        public static final Cooperation NONE = new Cooperation(null, "");

        public static Cooperation of(NeighbourSettings neighbours) {
            return new Cooperation(neighbours, "");
        }
    }

    /// @param password never logged
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return "Login[" + user + "]";
        }
    }
}
