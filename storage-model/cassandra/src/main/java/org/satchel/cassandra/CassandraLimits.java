// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.time.Duration;

/// What the engine may take of memory, time and work, each with its unit.
///
/// @param residentBytesMax heap for boxes kept warm with their loaded listings; the least recently used go first
/// @param residentBoxesMax boxes kept warm at most
/// @param segmentBytesMax heap for stretches of listings that were read
/// @param pendingWritesMax writes that wait for Cassandra at one time; further writers wait for a place
/// @param groupCommitsMax commits of one box made durable by one conditional write
/// @param groupBytesMax bytes after which a group takes no further commit; below Cassandra's
///   `batch_size_fail_threshold`
/// @param smallPayloadBytesMax payloads up to this size are kept in rows, larger ones become blobs
/// @param checkpointCommits commits after which a checkpoint is made
/// @param checkpointInterval least time between two checkpoints of a busy box
/// @param readsInFlightMax reads that one question has under way at a time
/// @param requestTimeout of one request to Cassandra
/// @param outcomeTimeout how long the outcome of a write that nobody knows is asked for
/// @param watchInterval how often the heads of boxes are looked at that somebody waits on
public record CassandraLimits(
        long residentBytesMax,
        int residentBoxesMax,
        long segmentBytesMax,
        int pendingWritesMax,
        int groupCommitsMax,
        int groupBytesMax,
        int smallPayloadBytesMax,
        int checkpointCommits,
        Duration checkpointInterval,
        int readsInFlightMax,
        Duration requestTimeout,
        Duration outcomeTimeout,
        Duration watchInterval) {
    private static final long MIB = 1024 * 1024;

    public static final CassandraLimits STANDARD = new CassandraLimits(
            256 * MIB,
            20_000,
            32 * MIB,
            2048,
            128,
            40 * 1024,
            8 * 1024,
            256,
            Duration.ofSeconds(5),
            16,
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5));

    /// With little memory and frequent checkpoints: for tests.
    public static final CassandraLimits SMALL = new CassandraLimits(
            8 * MIB,
            200,
            MIB,
            1024,
            64,
            40 * 1024,
            8 * 1024,
            16,
            Duration.ZERO,
            16,
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5));

    public CassandraLimits {
        require(residentBytesMax > 0, "residentBytesMax", residentBytesMax);
        require(residentBoxesMax > 0, "residentBoxesMax", residentBoxesMax);
        require(segmentBytesMax >= 0, "segmentBytesMax", segmentBytesMax);
        require(pendingWritesMax > 0, "pendingWritesMax", pendingWritesMax);
        require(groupCommitsMax > 0, "groupCommitsMax", groupCommitsMax);
        require(groupBytesMax > 0 && groupBytesMax <= 4 * MIB, "groupBytesMax", groupBytesMax);
        require(smallPayloadBytesMax >= 0 && smallPayloadBytesMax <= MIB, "smallPayloadBytesMax", smallPayloadBytesMax);
        require(checkpointCommits > 0, "checkpointCommits", checkpointCommits);
        require(!checkpointInterval.isNegative(), "checkpointInterval", checkpointInterval.toMillis());
        require(readsInFlightMax > 0, "readsInFlightMax", readsInFlightMax);
        require(requestTimeout.isPositive(), "requestTimeout", requestTimeout.toMillis());
        require(outcomeTimeout.isPositive(), "outcomeTimeout", outcomeTimeout.toMillis());
        require(watchInterval.isPositive(), "watchInterval", watchInterval.toMillis());
    }

    public CassandraLimits withWatchInterval(Duration other) {
        return new CassandraLimits(
                residentBytesMax,
                residentBoxesMax,
                segmentBytesMax,
                pendingWritesMax,
                groupCommitsMax,
                groupBytesMax,
                smallPayloadBytesMax,
                checkpointCommits,
                checkpointInterval,
                readsInFlightMax,
                requestTimeout,
                outcomeTimeout,
                other);
    }

    private static void require(boolean legal, String name, long value) {
        if (!legal) {
            throw new IllegalArgumentException(name + " is out of range: " + value);
        }
    }
}
