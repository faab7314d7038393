// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.conversations;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.satchel.model.BoxView;
import org.satchel.model.Conversations;
import org.satchel.model.Entry;
import org.satchel.model.Folder;
import org.satchel.model.FolderPath;
import org.satchel.model.Kind;
import org.satchel.model.ModSeq;
import org.satchel.model.Placement;
import org.satchel.nms.box.OpenBox;

/// One conversation, with its sessions and its last message. Nothing is opened yet.
///
/// @param folder that of the conversation
/// @param parts it and its sessions, those that the caller may read
/// @param last newest message
record Conversation(Folder folder, List<Folder> parts, Last last) {
    /// So many of the newest objects of a folder are looked at for one that is a message.
    private static final int LOOKED_AT_MAX = 32;

    /// Newest first; of two messages that came at the same instant the one with the larger number.
    static final Comparator<Conversation> NEWEST_FIRST =
            Comparator.comparing(Conversation::mark).reversed();

    Conversation {
        parts = List.copyOf(parts);
    }

    /// @param entry its line in the listing of its folder
    record Last(Folder folder, Entry entry) {
        Placement placement() {
            return new Placement(folder.id(), entry.uid());
        }
    }

    /// Where a conversation stands in the order. Holds good while others get messages.
    ///
    /// @param receivedMillis when the store got the last message
    record Mark(long receivedMillis, long object) implements Comparable<Mark> {
        private static final Comparator<Mark> ORDER =
                Comparator.comparingLong(Mark::receivedMillis).thenComparingLong(Mark::object);

        @Override
        public int compareTo(Mark other) {
            return ORDER.compare(this, other);
        }
    }

    /// All conversations with at least one message, in no order.
    static List<Conversation> all(OpenBox box, BoxView view) {
        Map<FolderPath, List<Folder>> parts = new LinkedHashMap<>();
        for (var folder : view.folders()) {
            var path = switch (Conversations.level(folder.path())) {
                case CONVERSATION -> Optional.of(folder.path());
                case SESSION -> folder.path().parent();
                case OUTSIDE, BELOW -> Optional.<FolderPath>empty();
            };
            if (path.isPresent() && folder.selectable() && box.mayRead(view, folder.id())) {
                parts.computeIfAbsent(path.get(), _ -> new ArrayList<>()).add(folder);
            }
        }
        var all = new ArrayList<Conversation>(parts.size());
        parts.forEach((path, folders) -> of(view, path, folders).ifPresent(all::add));
        return all;
    }

    private static Optional<Conversation> of(BoxView view, FolderPath path, List<Folder> folders) {
        var last = folders.stream()
                .filter(folder -> folder.count() > 0)
                .flatMap(folder -> last(view, folder).stream())
                .max(Comparator.comparing((Last it) -> it.entry().received())
                        .thenComparingLong(it -> it.entry().object().number()));
        var shown = view.folder(path).orElse(folders.getFirst());
        return last.map(message -> new Conversation(shown, folders, message));
    }

    private static Optional<Last> last(BoxView view, Folder folder) {
        var listing = view.listing(folder.id());
        int end = listing.count() - 1;
        for (int index = end; index >= 0 && index > end - LOOKED_AT_MAX; index--) {
            var entry = listing.at(index);
            if (isMessage(entry.kind())) {
                return Optional.of(new Last(folder, entry));
            }
        }
        return Optional.empty();
    }

    private static boolean isMessage(Kind kind) {
        return switch (kind) {
            case SMS, MMS, PAGER_MESSAGE, LARGE_MESSAGE, CHAT_MESSAGE, HTTP_FILE_TRANSFER, FILE_TRANSFER, TEXT, MEDIA ->
                true;
            case IMDN, GROUP_EVENT, SESSION_INFO, GROUP_STATE -> false;
        };
    }

    Mark mark() {
        return new Mark(
                last.entry().received().toEpochMilli(), last.entry().object().number());
    }

    int unread() {
        return parts.stream().mapToInt(Folder::unseen).sum();
    }

    int messages() {
        return parts.stream().mapToInt(Folder::count).sum();
    }

    ModSeq changed() {
        return parts.stream()
                .map(Folder::changed)
                .max(Comparator.naturalOrder())
                .orElse(folder.changed());
    }
}
