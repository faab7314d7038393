// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.accounts;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/// The file `accounts` of a data folder: one line per account, `verifier address [address …]`.
///
/// Several processes may use it at once: a change takes the lock file, reads, writes a new file, syncs it, and
/// renames it over the old one.
final class AccountFile {
    private static final long BYTES_MAX = 1L << 30;
    /// A file lock keeps out other processes only; this keeps out other threads of this one.
    private static final ReentrantLock WRITERS = new ReentrantLock();

    private final Path file;
    private final Path lock;

    AccountFile(Path folder) {
        file = folder.resolve("accounts");
        lock = folder.resolve("accounts.lock");
    }

    /// Changes exactly when the content may have changed.
    ///
    /// @return empty text while there is no file
    String version() throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return attributes.lastModifiedTime().toMillis() + ":" + attributes.size() + ":" + attributes.fileKey();
    }

    List<Account> read() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        if (Files.size(file) > BYTES_MAX) {
            throw new IOException(file + " is larger than " + BYTES_MAX + " bytes");
        }
        var accounts = new ArrayList<Account>();
        int number = 0;
        for (var line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            number++;
            if (!line.isBlank()) {
                accounts.add(parse(line, number));
            }
        }
        return accounts;
    }

    void update(UnaryOperator<List<Account>> edit) throws IOException {
        Files.createDirectories(file.getParent());
        WRITERS.lock();
        try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = channel.lock()) {
            if (!held.isValid()) {
                throw new IOException("cannot lock " + lock);
            }
            write(edit.apply(read()));
        } finally {
            WRITERS.unlock();
        }
    }

    private void write(List<Account> accounts) throws IOException {
        var text = new StringBuilder();
        for (var account : accounts) {
            text.append(account.line()).append('\n');
        }
        var fresh = file.resolveSibling("accounts.new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (var out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (var folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private Account parse(String line, int number) throws IOException {
        try {
            return Account.parse(line);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ":" + number + ": " + e.getMessage(), e);
        }
    }
}
