// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.sync;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/// The files of payload parts, `payloads/SHELF/ID.PART`. The shelf is the end of the id, so that no folder grows too
/// long.
record PayloadFiles(Path root) {
    /// From here on a digest takes the place of the id; file systems allow 255 bytes.
    private static final int NAME_LENGTH_MAX = 120;

    private static final int SHELF_LENGTH = 2;

    /// How much of one object there is.
    ///
    /// @param parts how many
    record Amount(int parts, long bytes) {
        static final Amount NONE = new Amount(0, 0);

        Amount plus(long size) {
            return new Amount(parts + 1, bytes + size);
        }
    }

    /// Where a part lies, or is to be put. The shelf is there.
    ///
    /// @param part from 1
    Path path(String id, int part) throws IOException {
        var name = name(id);
        var shelf = root.resolve(
                name.substring(Math.max(0, name.length() - SHELF_LENGTH)).replace('.', '_'));
        Files.createDirectories(shelf);
        return shelf.resolve(name + "." + part);
    }

    /// Removes every file that is nobody's.
    ///
    /// @param due how many parts each object has
    /// @return what is there of each
    Map<String, Amount> tidy(Map<String, Integer> due) throws IOException {
        Files.createDirectories(root);
        var owners = new HashMap<String, String>();
        due.forEach((id, parts) -> {
            for (int part = 1; part <= parts; part++) {
                owners.put(name(id) + "." + part, id);
            }
        });
        var found = new HashMap<String, Amount>();
        try (var files = Files.walk(root)) {
            for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                var owner = owners.get(String.valueOf(file.getFileName()));
                if (owner == null) {
                    Files.delete(file);
                } else {
                    found.put(owner, found.getOrDefault(owner, Amount.NONE).plus(Files.size(file)));
                }
            }
        }
        return found;
    }

    private static String name(String id) {
        var name = URLEncoder.encode(id, StandardCharsets.UTF_8);
        return name.length() > NAME_LENGTH_MAX ? digest(id) : name;
    }

    private static String digest(String id) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
