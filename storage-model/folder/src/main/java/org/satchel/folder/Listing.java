// SPDX-License-Identifier: Apache-2.0
package org.satchel.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.satchel.model.blob.BlobName;
import org.satchel.model.blob.StoredBlob;

/// A page of the files of a day. Reads no folder that lies wholly before the page, and stops when it is full.
final class Listing {
    private final Path day;
    private final String after;
    private final int limit;
    private final List<StoredBlob> page = new ArrayList<>();

    Listing(Path day, @Nullable BlobName after, int limit) {
        this.day = day;
        this.after = after == null ? "" : after.key();
        this.limit = limit;
    }

    List<StoredBlob> read() throws IOException {
        for (var fan : Tree.names(day)) {
            readFan(day.resolve(fan), fan);
            if (page.size() >= limit) {
                break;
            }
        }
        return page;
    }

    private void readFan(Path folder, String fan) throws IOException {
        if (isBefore(day.getFileName() + "/" + fan)) {
            return;
        }
        for (var box : Tree.names(folder)) {
            if (page.size() >= limit) {
                return;
            }
            if (box.startsWith(fan)) {
                readBox(folder.resolve(box), day.getFileName() + "/" + box);
            }
        }
    }

    private void readBox(Path folder, String prefix) throws IOException {
        if (isBefore(prefix)) {
            return;
        }
        for (var content : Tree.names(folder)) {
            if (page.size() >= limit) {
                return;
            }
            var name = BlobName.parse(prefix + "/" + content);
            if (name.isPresent() && name.get().key().compareTo(after) > 0) {
                add(name.get(), folder.resolve(content));
            }
        }
    }

    /// Whether all keys that begin so lie before the page.
    private boolean isBefore(String prefix) {
        return prefix.compareTo(after.substring(0, Math.min(prefix.length(), after.length()))) < 0;
    }

    private void add(BlobName name, Path file) throws IOException {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            page.add(new StoredBlob(
                    name, attributes.size(), attributes.lastModifiedTime().toInstant()));
        } catch (NoSuchFileException deleted) {
            // Meanwhile.
        }
    }
}
