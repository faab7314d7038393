// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.intake;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.satchel.model.BoxId;
import org.satchel.model.BoxView;
import org.satchel.model.Conversations;
import org.satchel.model.Folder;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;
import org.satchel.model.Placement;
import org.satchel.model.Summary;
import org.satchel.model.mime.Identity;

/// What comes in by APPEND.
public final class Intake {
    private final InstantSource clock;

    public Intake(InstantSource clock) {
        this.clock = clock;
    }

    /// Whether objects of this folder are those of conversations: they follow CPM's rules, and one that comes again is
    /// stored once.
    public static boolean isConversation(FolderPath folder) {
        return Conversations.level(folder) != Conversations.Level.OUTSIDE;
    }

    /// The key under which an object is deposited, so that one which comes again is stored once; empty when it is to be
    /// an object of its own.
    // CPM-MSG §14
    public static Optional<String> key(BoxView view, Folder folder, Summary summary) {
        if (!isConversation(folder.path())) {
            return Optional.empty();
        }
        return Identity.of(summary).flatMap(identity -> {
            // by the second it is known beside one that lies elsewhere
            var keys = List.of(
                    identity.keyIn(view), identity.key() + '/' + folder.id().number());
            return keys.stream()
                    .filter(key -> place(view, key).filter(folder.id()::equals).isPresent())
                    .findFirst()
                    .or(() -> keys.stream()
                            .filter(key -> place(view, key).isEmpty())
                            .findFirst());
        });
    }

    /// Where the object lies that came with a key.
    private static Optional<FolderId> place(BoxView view, String key) {
        return view.deposited(key).flatMap(view::locate).map(Placement::folder);
    }

    /// The object as it is to be stored.
    ///
    /// @param folder where it goes
    /// @throws org.satchel.model.StoreFailure.Conflict when it is read, for an object with a NUL
    public InputStream open(InputStream text, BoxId owner, FolderPath folder) throws IOException {
        var lines = new CanonicalLines(text);
        return isConversation(folder) ? Repair.of(lines, owner, folder, clock.instant()) : lines;
    }
}
