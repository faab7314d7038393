// SPDX-License-Identifier: Apache-2.0
package org.satchel.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Keeps a data folder for one server at a time, whatever engine it has: a lock that ends with its process.
final class FolderLock implements AutoCloseable {
    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /// @throws IOException when another server has the folder open
    static FolderLock of(Path data) throws IOException {
        var channel =
                FileChannel.open(data.resolve("server.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return new FolderLock(channel);
            }
        } catch (OverlappingFileLockException ours) {
            channel.close();
            throw new IOException("data folder " + data + " is in use by this process", ours);
        }
        channel.close();
        throw new IOException("data folder " + data + " is in use by another server");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
