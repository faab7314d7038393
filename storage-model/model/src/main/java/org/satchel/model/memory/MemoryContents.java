// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.memory;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Change;
import org.satchel.model.ContentId;
import org.satchel.model.Draft;
import org.satchel.model.Entry;
import org.satchel.model.FolderId;
import org.satchel.model.Listing;
import org.satchel.model.ObjectId;
import org.satchel.model.Payload;
import org.satchel.model.Placement;
import org.satchel.model.StoreFailure;
import org.satchel.model.Summary;
import org.satchel.model.Uid;
import org.satchel.model.state.BoxContents;
import org.satchel.model.state.Outcome;

/// Summaries, payloads and places of the objects of one box. Changed by the thread that holds the box, read by all.
final class MemoryContents implements BoxContents {
    private final Map<ContentId, Content> contents = new ConcurrentHashMap<>();
    private final Map<ObjectId, Placed> placed = new ConcurrentHashMap<>();
    private final Map<String, ObjectId> keys = new ConcurrentHashMap<>();

    /// Takes in what the commit adds; to be called before it becomes visible.
    void add(Outcome outcome) {
        outcome.drafts().forEach((id, draft) -> contents.put(id, new Content(draft, 0)));
        for (var change : outcome.commit().changes()) {
            switch (change) {
                case Change.ObjectAdded(var folder, var entry, var source, var key) -> {
                    contents.computeIfPresent(entry.content(), (id, content) -> content.referred(1));
                    placed.put(entry.object(), new Placed(new Placement(folder, entry.uid()), key));
                    if (key != null) {
                        keys.put(key, entry.object());
                    }
                }
                case Change.ObjectMoved(var from, var fromUid, var to, var entry) ->
                    placed.computeIfPresent(
                            entry.object(), (id, there) -> new Placed(new Placement(to, entry.uid()), there.key()));
                case Change.ObjectRemoved _,
                        Change.FolderCreated _,
                        Change.FolderRenamed _,
                        Change.FolderRemoved _,
                        Change.SubscriptionSet _,
                        Change.FlagsChanged _,
                        Change.AnnotationSet _,
                        Change.GrantSet _,
                        Change.QuotaSet _,
                        Change.HistoryPurged _ -> {}
            }
        }
    }

    /// Drops what the commit removed; to be called when it is visible.
    void drop(Outcome outcome) {
        for (var change : outcome.commit().changes()) {
            if (change instanceof Change.ObjectRemoved(var folder, var last, var cause)) {
                contents.computeIfPresent(last.content(), (id, content) -> content.referred(-1));
                var gone = placed.remove(last.object());
                if (gone != null && gone.key() != null) {
                    keys.remove(gone.key(), last.object());
                }
            }
        }
    }

    void clear() {
        contents.clear();
        placed.clear();
        keys.clear();
    }

    @Override
    public void loadListing(FolderId folder, Uid last, Consumer<Entry> action) {
        throw new IllegalStateException("no listing is ever cold here");
    }

    @Override
    public Optional<Entry> loadEntry(FolderId folder, Uid uid) {
        throw new IllegalStateException("no listing is ever cold here");
    }

    @Override
    public Summary summary(FolderId folder, Entry entry) {
        return content(entry).summary();
    }

    @Override
    public void summaries(FolderId folder, Listing listing, int from, int to, BiConsumer<Entry, Summary> action) {
        listing.forEach(from, to, entry -> {
            var content = contents.get(entry.content());
            if (content != null) {
                action.accept(entry, content.draft().summary());
            }
        });
    }

    @Override
    public Payload payload(FolderId folder, Entry entry) {
        return content(entry).payload();
    }

    @Override
    public Optional<Placement> locate(ObjectId object) {
        return Optional.ofNullable(placed.get(object)).map(Placed::placement);
    }

    @Override
    public Map<String, ObjectId> deposited(Collection<String> asked) {
        var found = new HashMap<String, ObjectId>();
        for (var key : asked) {
            var object = keys.get(key);
            if (object != null) {
                found.put(key, object);
            }
        }
        return found;
    }

    private Draft content(Entry entry) {
        var content = contents.get(entry.content());
        if (content == null) {
            throw new StoreFailure.NotFound("object " + entry.object().number());
        }
        return content.draft();
    }

    /// @param references objects made of this content
    private record Content(Draft draft, int references) {
        /// Null, which removes the mapping, when nobody refers to it any more.
        @Nullable
        Content referred(int more) {
            return references + more == 0 ? null : new Content(draft, references + more);
        }
    }

    private record Placed(Placement placement, @Nullable String key) {}
}
