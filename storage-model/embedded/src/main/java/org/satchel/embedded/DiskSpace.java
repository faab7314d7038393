// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the disk has room for more objects. Looked at often enough that no load fills the reserve in
/// between.
///
/// Refusing early keeps what is left for removals, flags and the database's own work, so that a full disk is
/// left by deleting.
final class DiskSpace {
    private static final Logger LOG = LoggerFactory.getLogger(DiskSpace.class);
    private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

    /// With less than this free, a write that failed is taken to have failed for want of room.
    private static final long FULL_BYTES = 64 * 1024;

    private final FileStore disk;
    private final long reserveBytes;
    private volatile long lookedNanos;
    private volatile long freeBytes;

    DiskSpace(Path folder, long reserveBytes) throws IOException {
        this.disk = Files.getFileStore(folder);
        this.reserveBytes = reserveBytes;
        this.lookedNanos = System.nanoTime();
        this.freeBytes = disk.getUsableSpace();
    }

    /// @throws StoreFailure.DiskFull when less than the reserve is free
    void checkRoom() {
        long now = System.nanoTime();
        // While there is too little, look each time: a writer is not refused longer than need be.
        if (now - lookedNanos > LOOK_NANOS || freeBytes < reserveBytes) {
            look(now);
        }
        if (freeBytes < reserveBytes) {
            throw new StoreFailure.DiskFull(freeBytes + " bytes free, " + reserveBytes + " kept in reserve");
        }
    }

    /// What it means to a writer that a file of the store could not be written.
    StoreFailure.Unavailable failure(String what, IOException failure) {
        var said = what + ": " + failure.getMessage();
        return isFull(failure) ? new StoreFailure.DiskFull(said, failure) : new StoreFailure.Unavailable(said, failure);
    }

    /// Java has no code for it, and the text is in the language of the machine: then what is free tells.
    private boolean isFull(IOException failure) {
        try {
            return String.valueOf(failure.getMessage()).contains("No space left on device")
                    || disk.getUsableSpace() < FULL_BYTES;
        } catch (IOException noAnswer) {
            failure.addSuppressed(noAnswer);
            return false;
        }
    }

    private void look(long now) {
        boolean before = freeBytes < reserveBytes;
        try {
            freeBytes = disk.getUsableSpace();
        } catch (IOException failure) {
            throw new StoreFailure.Unavailable("disk space: " + failure.getMessage(), failure);
        }
        lookedNanos = now;
        boolean after = freeBytes < reserveBytes;
        if (before != after) {
            LOG.warn("{} bytes free, {} kept in reserve: {}", freeBytes, reserveBytes, after ? "full" : "room again");
        }
    }
}
