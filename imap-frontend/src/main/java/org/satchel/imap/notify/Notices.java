// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.notify;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;

/// What is to be told of a stretch of the log, each folder once.
public final class Notices {
    private final Map<FolderPath, Name> names = new LinkedHashMap<>();
    private final Set<FolderId> contents = new LinkedHashSet<>();
    private final Map<FolderId, Set<String>> annotations = new LinkedHashMap<>();
    private final Set<String> boxAnnotations = new TreeSet<>();

    /// A name that the client learns something about.
    ///
    /// @param before the name it knew it by; null = the same
    /// @param fresh true when the client does not know it yet
    private record Name(@Nullable FolderPath before, boolean fresh) {
        static final Name KNOWN = new Name(null, false);
    }

    public boolean isEmpty() {
        return names.isEmpty() && contents.isEmpty() && annotations.isEmpty() && boxAnnotations.isEmpty();
    }

    /// Names that came, went or changed: each with the one that the client knew it by, if that is another.
    public Map<FolderPath, Optional<FolderPath>> names() {
        Map<FolderPath, Optional<FolderPath>> told = new LinkedHashMap<>();
        names.forEach((path, name) -> told.put(path, Optional.ofNullable(name.before)));
        return told;
    }

    /// Folders with other objects, or other flags on them.
    public Set<FolderId> contents() {
        return contents;
    }

    /// Names of the entries that changed, by folder.
    public Map<FolderId, Set<String>> annotations() {
        return annotations;
    }

    /// Names of the entries of the box that changed.
    public Set<String> boxAnnotations() {
        return boxAnnotations;
    }

    void created(FolderPath path) {
        names.putIfAbsent(path, new Name(null, true));
    }

    void touched(FolderPath path) {
        names.putIfAbsent(path, Name.KNOWN);
    }

    /// Of several renames the client is told as of one.
    void renamed(FolderPath from, FolderPath to) {
        var name = names.remove(from);
        if (name != null && name.fresh) {
            names.put(to, name);
            return;
        }
        var before = name == null || name.before == null ? from : name.before;
        names.put(to, before.equals(to) ? Name.KNOWN : new Name(before, false));
    }

    /// A folder that came and went unseen is not told.
    void removed(FolderPath path) {
        var name = names.remove(path);
        if (name == null || !name.fresh) {
            names.put(name == null || name.before == null ? path : name.before, Name.KNOWN);
        }
    }

    void changed(FolderId folder) {
        contents.add(folder);
    }

    void annotated(FolderId folder, String entry) {
        annotations.computeIfAbsent(folder, _ -> new TreeSet<>()).add(entry);
    }

    void annotatedBox(String entry) {
        boxAnnotations.add(entry);
    }
}
