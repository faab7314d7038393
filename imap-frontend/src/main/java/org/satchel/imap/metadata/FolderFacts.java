// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.metadata;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.satchel.model.BoxView;
import org.satchel.model.Folder;
import org.satchel.model.Kind;
import org.satchel.model.Placement;

/// The entries that say what a folder is to CPM: read by clients, set by none.
///
/// `session-info` and `group-state` name the newest object of their kind. The listing of the folder is in memory and
/// has the kinds, so it is walked from its end, and no object is read. The ids are those of the newest object, which is
/// the one object that is read.
// CPM-MSG §7.1
public final class FolderFacts {
    private static final String PREFIX = "/shared/vendor/oma/cpm-2.2/";
    private static final String ROOT = "Default";

    private final BoxView view;
    private final Folder folder;

    public FolderFacts(BoxView view, Folder folder) {
        this.view = view;
        this.folder = folder;
    }

    /// One entry, and how its value is found.
    ///
    /// @param value empty when the folder has none
    public record Fact(EntryName name, Supplier<Optional<String>> value) {}

    /// All entries; a value costs something only when it is asked for.
    public List<Fact> all() {
        return List.of(
                fact("folder-type", () -> Optional.of(type())),
                fact("session-info", () -> newest(Kind.SESSION_INFO)),
                fact("group-state", () -> newest(Kind.GROUP_STATE)),
                fact("conversation-id", () -> lastUsed("Conversation-ID")),
                fact("contribution-id", () -> lastUsed("Contribution-ID")));
    }

    /// True for names that are this server's to say.
    public static boolean isReserved(EntryName name) {
        if (SpecialUse.names(name)) {
            return true;
        }
        var key = name.key();
        return key.startsWith(PREFIX) && key.indexOf('/', PREFIX.length()) < 0;
    }

    private static Fact fact(String name, Supplier<Optional<String>> value) {
        return new Fact(new EntryName(PREFIX + name), value);
    }

    // CPM-MSG §4.1
    private String type() {
        if (folder.system()) {
            return "system";
        }
        var names = folder.path().names();
        if (!names.getFirst().equals(ROOT)) {
            return "user";
        }
        return names.size() == 2 ? "conversation" : "session";
    }

    private Optional<String> newest(Kind kind) {
        if (!folder.selectable()) {
            return Optional.empty();
        }
        var listing = view.listing(folder.id());
        for (int index = listing.count() - 1; index >= 0; index--) {
            var entry = listing.at(index);
            if (entry.kind() == kind) {
                return Optional.of(entry.uid().toString());
            }
        }
        return Optional.empty();
    }

    private Optional<String> lastUsed(String attribute) {
        if (folder.count() == 0 || !folder.path().names().getFirst().equals(ROOT)) {
            return Optional.empty();
        }
        var listing = view.listing(folder.id());
        var newest = listing.at(listing.count() - 1);
        return view.object(new Placement(folder.id(), newest.uid())).summary().attribute(attribute);
    }
}
