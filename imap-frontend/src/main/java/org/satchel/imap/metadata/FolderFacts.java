// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.metadata;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxView;
import org.satchel.model.Conversations;
import org.satchel.model.Folder;
import org.satchel.model.Landmarks;
import org.satchel.model.Placement;
import org.satchel.model.Uid;

/// The entries that say what a folder is to CPM: read by clients, set by none.
///
/// `session-info` and `group-state` name the newest object of their kind, which the folder itself knows. The ids are
/// those of the newest object, which is the one object that is read.
// CPM-MSG §7.1
public final class FolderFacts {

    private final String root;
    private final BoxView view;
    private final Folder folder;

    /// @param root name above the entries, without an end slash
    public FolderFacts(String root, BoxView view, Folder folder) {
        this.root = root;
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
                fact("session-info", () -> uid(landmarks().sessionInfo())),
                fact("group-state", () -> uid(landmarks().groupState())),
                fact("conversation-id", () -> lastUsed("Conversation-ID")),
                fact("contribution-id", () -> lastUsed("Contribution-ID")));
    }

    /// True for names that are this server's to say: those directly below the root, and what a folder is used for.
    public static boolean isReserved(String root, EntryName name) {
        var above = new EntryName(root);
        boolean below = !name.key().equals(above.key()) && above.covers(name, EntryName.Depth.CHILDREN);
        return below || SpecialUse.names(name);
    }

    private Fact fact(String name, Supplier<Optional<String>> value) {
        return new Fact(new EntryName(root + "/" + name), value);
    }

    // CPM-MSG §4.1
    private String type() {
        if (folder.system()) {
            return "system";
        }
        return switch (Conversations.level(folder.path())) {
            case OUTSIDE -> "user";
            case CONVERSATION -> "conversation";
            case SESSION, BELOW -> "session";
        };
    }

    private Landmarks landmarks() {
        var known = folder.landmarks();
        if (known != null) {
            return known;
        }
        return folder.selectable() ? Landmarks.of(view.listing(folder.id())) : Landmarks.NONE;
    }

    private static Optional<String> uid(@Nullable Uid uid) {
        return Optional.ofNullable(uid).map(Uid::toString);
    }

    private Optional<String> lastUsed(String attribute) {
        if (folder.count() == 0 || Conversations.level(folder.path()) == Conversations.Level.OUTSIDE) {
            return Optional.empty();
        }
        var listing = view.listing(folder.id());
        var newest = listing.at(listing.count() - 1);
        return view.object(new Placement(folder.id(), newest.uid())).summary().attribute(attribute);
    }
}
