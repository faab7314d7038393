// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Makes a copy of a store that is in use: a checkpoint of the rows, then the payload files, which never
/// change, as hard links.
///
/// Files are on disk before the rows that name them, and none is deleted while this runs, so the copy holds
/// every file its rows name.
record Backup(Database database, PayloadFiles files) {
    /// @param folder not there yet; it appears only when the copy is whole
    void to(Path folder) throws IOException {
        var target = folder.toAbsolutePath();
        if (Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString(), null, "a backup goes into a folder of its own");
        }
        var parent = target.resolveSibling("");
        Files.createDirectories(parent);
        var unfinished = Files.createTempDirectory(parent, "." + target.getFileName() + "-");
        files.whileNothingIsDeleted(blobs -> {
            database.checkpoint(unfinished.resolve("rows"));
            copyTree(blobs, Files.createDirectory(unfinished.resolve("blobs")));
        });
        PayloadFiles.forceFolder(unfinished);
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        PayloadFiles.forceFolder(parent);
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (var entries = Files.newDirectoryStream(from)) {
            for (var entry : entries) {
                var copy = to.resolve(entry.getFileName());
                if (!Files.isDirectory(entry)) {
                    copyFile(entry, copy);
                } else if (!entry.endsWith("tmp")) {
                    copyTree(entry, Files.createDirectory(copy));
                }
            }
        }
        PayloadFiles.forceFolder(to);
    }

    private static void copyFile(Path file, Path copy) throws IOException {
        try {
            Files.createLink(copy, file);
        } catch (FileSystemException | UnsupportedOperationException otherFileSystem) {
            Files.copy(file, copy);
            try (var channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
    }
}
