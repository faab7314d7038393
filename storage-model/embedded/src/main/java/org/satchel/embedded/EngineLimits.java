// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

/// What the engine may take of memory, disk and work, each with its unit.
///
/// @param residentBytesMax heap for boxes kept warm with their loaded listings; the least recently used are
///   given up first
/// @param residentBoxesMax boxes kept warm at most
/// @param pendingWritesMax writes that wait for the disk at one time; further writers wait for a place
/// @param batchWritesMax writes made durable by one sync
/// @param batchBytesMax row bytes after which a batch takes no further write
/// @param smallPayloadBytesMax payloads up to this size travel with their commit, larger ones become files
/// @param tailCommitsMax recent commits of a box kept in memory for those who follow its log
/// @param blockCacheBytes native memory for rows that were read
/// @param writeBufferBytes native memory of one write buffer; each of four column families has up to four
/// @param compactionBytesPerSecondMax disk bandwidth for flushes and compactions, so that they never starve a
///   sync
/// @param diskReserveBytes when less is free on the disk, writes that add objects are refused
/// @param scanThreads platform threads for long reads
public record EngineLimits(
        long residentBytesMax,
        int residentBoxesMax,
        int pendingWritesMax,
        int batchWritesMax,
        long batchBytesMax,
        int smallPayloadBytesMax,
        int tailCommitsMax,
        long blockCacheBytes,
        long writeBufferBytes,
        long compactionBytesPerSecondMax,
        long diskReserveBytes,
        int scanThreads) {
    private static final long MIB = 1024 * 1024;

    public static final EngineLimits STANDARD = new EngineLimits(
            256 * MIB, 20_000, 2048, 256, 8 * MIB, 32 * 1024, 64, 128 * MIB, 32 * MIB, 128 * MIB, 256 * MIB, 2);

    /// With little memory and a small reserve: for tests and very small machines.
    public static final EngineLimits SMALL =
            new EngineLimits(8 * MIB, 200, 1024, 256, 4 * MIB, 32 * 1024, 16, 8 * MIB, 2 * MIB, 64 * MIB, 4 * MIB, 1);

    public EngineLimits {
        require(residentBytesMax > 0, "residentBytesMax", residentBytesMax);
        require(residentBoxesMax > 0, "residentBoxesMax", residentBoxesMax);
        require(pendingWritesMax > 0, "pendingWritesMax", pendingWritesMax);
        require(batchWritesMax > 0, "batchWritesMax", batchWritesMax);
        require(batchBytesMax > 0, "batchBytesMax", batchBytesMax);
        require(smallPayloadBytesMax >= 0 && smallPayloadBytesMax <= MIB, "smallPayloadBytesMax", smallPayloadBytesMax);
        require(tailCommitsMax >= 0, "tailCommitsMax", tailCommitsMax);
        require(blockCacheBytes > 0, "blockCacheBytes", blockCacheBytes);
        require(writeBufferBytes >= 64 * 1024, "writeBufferBytes", writeBufferBytes);
        require(compactionBytesPerSecondMax > 0, "compactionBytesPerSecondMax", compactionBytesPerSecondMax);
        require(diskReserveBytes >= 0, "diskReserveBytes", diskReserveBytes);
        require(scanThreads > 0, "scanThreads", scanThreads);
    }

    private static void require(boolean legal, String name, long value) {
        if (!legal) {
            throw new IllegalArgumentException(name + " is out of range: " + value);
        }
    }
}
