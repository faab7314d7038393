// SPDX-License-Identifier: Apache-2.0
package org.satchel.folder;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.satchel.model.StoreFailure;

/// The room on the disk of the folder, and what it means that a file could not be written.
final class Room {
    private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();
    /// With less than this free, a write that failed is taken to have failed for want of room.
    private static final long FULL_BYTES = 64 * 1024;

    private final FileStore disk;
    private final long reserveBytes;
    private volatile long lookedNanos = System.nanoTime() - 2 * LOOK_NANOS;
    private volatile long freeBytes;

    Room(Path folder, long reserveBytes) throws IOException {
        this.disk = Files.getFileStore(folder);
        this.reserveBytes = reserveBytes;
    }

    /// Looks often enough that no load fills the reserve in between; while there is too little, each time.
    ///
    /// @throws StoreFailure.DiskFull when less than the reserve is free
    void check() {
        long now = System.nanoTime();
        if (now - lookedNanos > LOOK_NANOS || freeBytes < reserveBytes) {
            look(now);
        }
        if (freeBytes < reserveBytes) {
            throw new StoreFailure.DiskFull(
                    "payload folder: " + freeBytes + " bytes free, " + reserveBytes + " kept in reserve");
        }
    }

    /// What it means to a caller that something could not be done with a file. Names no file.
    StoreFailure.Unavailable failure(String what, IOException failure) {
        var said = "payload folder: " + what + ": " + reason(failure);
        return isFull(failure) ? new StoreFailure.DiskFull(said, failure) : new StoreFailure.Unavailable(said, failure);
    }

    private void look(long now) {
        try {
            freeBytes = disk.getUsableSpace();
            lookedNanos = now;
        } catch (IOException failure) {
            throw new StoreFailure.Unavailable("payload folder: its disk cannot be looked at", failure);
        }
    }

    /// Java has no code for it, and the text is in the language of the machine: then what is free tells.
    private boolean isFull(IOException failure) {
        try {
            var message = String.valueOf(failure.getMessage());
            return message.contains("No space left on device")
                    || message.contains("Disk quota exceeded")
                    || disk.getUsableSpace() < FULL_BYTES;
        } catch (IOException noAnswer) {
            failure.addSuppressed(noAnswer);
            return false;
        }
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case ClosedByInterruptException interrupted -> "interrupted";
            case FileSystemException named -> {
                var reason = named.getReason();
                yield reason == null ? named.getClass().getSimpleName() : reason;
            }
            default -> String.valueOf(failure.getMessage());
        };
    }
}
