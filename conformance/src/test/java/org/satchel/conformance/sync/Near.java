// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.sync;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Maildir folders on disk: what mbsync leaves there, and what a mail reader does with it.
record Near(Path root) {
    private static final List<String> PLACES = List.of("cur", "new");

    Map<String, List<Item>> read(List<String> folders) throws IOException {
        var all = new TreeMap<String, List<Item>>();
        for (var folder : folders) {
            var items = new ArrayList<Item>();
            for (var file : files(folder)) {
                items.add(Item.of(flags(file), Files.readAllBytes(file)));
            }
            all.put(folder, items.stream().sorted().toList());
        }
        return all;
    }

    /// The files of a folder, by name.
    List<Path> files(String folder) throws IOException {
        var files = new ArrayList<Path>();
        for (var place : PLACES) {
            try (var listed = Files.list(root.resolve(folder).resolve(place))) {
                listed.forEach(files::add);
            }
        }
        return files.stream().sorted().toList();
    }

    /// Renames a file so that it has these flags, as a mail reader does.
    ///
    /// @param flags Maildir letters in order
    void flag(Path file, String flags) throws IOException {
        var name = file.getFileName().toString();
        int colon = name.indexOf(":2,");
        var bare = colon < 0 ? name : name.substring(0, colon);
        Files.move(file, file.resolveSibling("../cur/" + bare + ":2," + flags).normalize());
    }

    /// Puts a new message into a folder.
    void add(String folder, String name, String content) throws IOException {
        Files.write(root.resolve(folder).resolve("cur").resolve(name), content.getBytes(StandardCharsets.UTF_8));
    }

    private static String flags(Path file) {
        var name = file.getFileName().toString();
        int colon = name.indexOf(":2,");
        return colon < 0 ? "" : name.substring(colon + 3);
    }
}
