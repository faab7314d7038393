// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.folders;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxView;
import org.satchel.model.Folder;
import org.satchel.model.Right;
import org.satchel.model.Uid;
import org.satchel.nms.box.FolderLookup;
import org.satchel.nms.box.OpenBox;
import org.satchel.nms.box.Secret;
import org.satchel.nms.box.Urls;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.settings.NmsLimits;
import org.satchel.nms.type.Reference;
import org.satchel.nms.type.ReferenceList;

/// What is directly in a folder, page by page: first its sub-folders by path, then its objects by uid.
// OMA NMS §7.6, §13.8, §13.10
final class FolderContent {
    private static final String PURPOSE = "folder";
    /// Sorts behind every path.
    private static final String LAST_PATH = "\uffff";

    private final Secret secret;
    private final NmsLimits.Pages limits;

    FolderContent(Secret secret, NmsLimits.Pages limits) {
        this.secret = secret;
        this.limits = limits;
    }

    /// One page.
    ///
    /// @param cursor where the next begins; null = there is no more
    record Lists(
            ReferenceList.@Nullable Folders folders,
            ReferenceList.@Nullable Objects objects,
            @Nullable String cursor) {}

    /// Which of the two lists are wanted.
    enum Wanted {
        FOLDERS,
        OBJECTS;

        static Set<Wanted> of(@Nullable String listFilter) {
            return switch (listFilter == null ? "" : listFilter.strip().toLowerCase(Locale.ROOT)) {
                case "", "all" -> Set.of(FOLDERS, OBJECTS);
                case "folders" -> Set.of(FOLDERS);
                case "objects" -> Set.of(OBJECTS);
                case "none" -> Set.of();
                default -> throw Refusal.invalidValue("listFilter " + listFilter, "All, Objects, Folders, None");
            };
        }
    }

    /// @param folder empty = the root
    /// @param maxEntries null or 0 = as many as a page may hold
    Lists page(
            OpenBox box,
            BoxView view,
            Optional<Folder> folder,
            Set<Wanted> wanted,
            @Nullable String cursor,
            @Nullable Integer maxEntries) {
        int room =
                maxEntries == null || maxEntries <= 0 ? limits.folderMax() : Math.min(maxEntries, limits.folderMax());
        var place = cursor == null || cursor.isEmpty() ? Place.START : place(cursor);
        var folders = new ArrayList<Reference>();
        String next = null;
        var last = "";
        if (wanted.contains(Wanted.FOLDERS) && place.uid == null) {
            for (var child : children(box, view, folder)) {
                if (place.path != null && child.path().text().compareTo(place.path) <= 0) {
                    continue;
                }
                if (folders.size() == room) {
                    next = secret.mark(PURPOSE, "F" + last);
                    break;
                }
                last = child.path().text();
                folders.add(FolderForm.reference(Optional.of(child), box.urls()));
            }
        }
        var objects = new ArrayList<Reference>();
        if (wanted.contains(Wanted.OBJECTS) && next == null && folder.isPresent()) {
            next = objects(box, view, folder.get(), place.uid, room - folders.size(), objects);
        }
        return new Lists(
                wanted.contains(Wanted.FOLDERS) ? new ReferenceList.Folders(folders) : null,
                wanted.contains(Wanted.OBJECTS) ? new ReferenceList.Objects(objects) : null,
                next);
    }

    /// Sub-folders that the caller may see, by path.
    static List<Folder> children(OpenBox box, BoxView view, Optional<Folder> parent) {
        var above = parent.map(Folder::id);
        return view.folders().stream()
                .filter(folder ->
                        FolderLookup.above(view, folder).map(Folder::id).equals(above))
                .filter(folder -> box.rights(view, folder.id()).contains(Right.LOOKUP))
                .toList();
    }

    private @Nullable String objects(
            OpenBox box, BoxView view, Folder folder, @Nullable Uid after, int room, List<Reference> out) {
        if (!folder.selectable() || !box.mayRead(view, folder.id())) {
            return null;
        }
        var listing = view.listing(folder.id());
        int from = after == null ? 0 : listing.ceiling(after);
        from += after != null
                        && from < listing.count()
                        && listing.at(from).uid().equals(after)
                ? 1
                : 0;
        int to = Math.min(listing.count(), from + room);
        listing.forEach(
                from,
                to,
                entry -> out.add(new Reference(box.urls().object(entry.object()), Urls.path(folder, entry.object()))));
        if (to == listing.count()) {
            return null;
        }
        return secret.mark(PURPOSE, to > from ? "O" + listing.at(to - 1).uid() : "F" + LAST_PATH);
    }

    private Place place(String cursor) {
        var text = secret.read(PURPOSE, cursor).orElseThrow(() -> Refusal.badInput("fromCursor"));
        return text.charAt(0) == 'F'
                ? new Place(text.substring(1), null)
                : new Place(null, Uid.of(Long.parseLong(text.substring(1))));
    }

    /// Behind which folder, or behind which object, a page begins.
    private record Place(@Nullable String path, @Nullable Uid uid) {
        static final Place START = new Place(null, null);
    }
}
