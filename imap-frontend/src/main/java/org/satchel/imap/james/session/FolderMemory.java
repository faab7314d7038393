// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.session;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxId;
import org.satchel.model.BoxView;
import org.satchel.model.Change;
import org.satchel.model.ChangeLog;
import org.satchel.model.Delta;
import org.satchel.model.Flags;
import org.satchel.model.Folder;
import org.satchel.model.FolderId;
import org.satchel.model.ModSeq;

/// What is remembered of folders while the server runs: up to where `\Recent` was handed out, and which keywords are in
/// use.
///
/// Nothing of it is stored: after a restart, or when a folder was forgotten, its objects are recent once more. RFC 3501
/// §2.3.2 allows it.
public final class FolderMemory {
    static final int FOLDERS_MAX = 100_000;
    private static final int COMMITS_MAX = 1_000;

    private record Key(BoxId box, FolderId folder) {}

    private record Keywords(ModSeq at, Set<String> names) {}

    private final Map<Key, Long> recentFrom = bounded();
    private final Map<Key, Keywords> keywords = bounded();

    private static <V> Map<Key, V> bounded() {
        return Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, V> eldest) {
                return size() > FOLDERS_MAX;
            }
        });
    }

    /// @return the lowest uid that no session has been told as recent
    public long firstRecent(BoxId box, FolderId folder) {
        return recentFrom.getOrDefault(new Key(box, folder), 1L);
    }

    /// Hands out all recent uids below `uidNext` to the caller.
    ///
    /// @return the lowest of them
    public long claimRecent(BoxId box, FolderId folder, long uidNext) {
        var key = new Key(box, folder);
        synchronized (recentFrom) {
            long from = recentFrom.getOrDefault(key, 1L);
            if (uidNext > from) {
                recentFrom.put(key, uidNext);
            }
            return Math.min(from, uidNext);
        }
    }

    /// Keywords in use in a folder; may hold some that no object has any more.
    public Set<String> keywords(BoxView view, Folder folder, ChangeLog log) {
        var key = new Key(view.box(), folder.id());
        var known = keywords.get(key);
        if (known != null && known.at().compareTo(folder.changed()) >= 0) {
            return known.names();
        }
        var names = known == null ? null : grown(known, folder.id(), log);
        if (names == null) {
            names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            var all = names;
            view.listing(folder.id()).forEach(entry -> all.addAll(entry.flags().keywords()));
        }
        var fresh = Collections.unmodifiableSet(names);
        keywords.put(key, new Keywords(view.modSeq(), fresh));
        return fresh;
    }

    private static @Nullable Set<String> grown(Keywords known, FolderId folder, ChangeLog log) {
        if (!(log.since(known.at(), COMMITS_MAX) instanceof Delta.Commits(var commits))
                || commits.size() == COMMITS_MAX) {
            return null;
        }
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(known.names());
        for (var commit : commits) {
            for (var change : commit.changes()) {
                names.addAll(flags(change, folder).keywords());
            }
        }
        return names;
    }

    private static Flags flags(Change change, FolderId folder) {
        return switch (change) {
            case Change.FlagsChanged changed when changed.folder().equals(folder) -> changed.after();
            case Change.ObjectAdded added
            when added.folder().equals(folder) -> added.entry().flags();
            case Change.ObjectMoved moved
            when moved.to().equals(folder) -> moved.entry().flags();
            default -> Flags.NONE;
        };
    }
}
