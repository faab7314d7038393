// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.memory;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.satchel.model.Change;
import org.satchel.model.Entry;
import org.satchel.model.FolderId;
import org.satchel.model.Listing;
import org.satchel.model.ObjectId;
import org.satchel.model.Payload;
import org.satchel.model.Placement;
import org.satchel.model.Summary;
import org.satchel.model.Uid;
import org.satchel.model.state.BoxContents;
import org.satchel.model.state.Outcome;

/// The rows of one box, derived from the changes of its commits.
final class ColdRows implements BoxContents {
    private final MemoryContents contents = new MemoryContents();
    private final Map<FolderId, ConcurrentSkipListMap<Uid, Entry>> entries = new ConcurrentHashMap<>();

    void add(Outcome outcome) {
        contents.add(outcome);
        var modSeq = outcome.commit().modSeq();
        for (var change : outcome.commit().changes()) {
            switch (change) {
                case Change.ObjectAdded added -> put(added.folder(), added.entry());
                case Change.FlagsChanged(var folder, var uid, var object, var before, var after) ->
                    rows(folder).computeIfPresent(uid, (same, entry) -> entry.withFlags(after, modSeq));
                case Change.ObjectMoved(var from, var fromUid, var to, var entry) -> {
                    rows(from).remove(fromUid);
                    put(to, entry);
                }
                case Change.ObjectRemoved(var folder, var last, var cause) ->
                    rows(folder).remove(last.uid());
                case Change.FolderCreated _,
                        Change.FolderRenamed _,
                        Change.FolderRemoved _,
                        Change.SubscriptionSet _,
                        Change.AnnotationSet _,
                        Change.GrantSet _,
                        Change.QuotaSet _,
                        Change.HistoryPurged _ -> {}
            }
        }
        contents.drop(outcome);
    }

    void clear() {
        contents.clear();
        entries.clear();
    }

    @Override
    public void loadListing(FolderId folder, Uid last, Consumer<Entry> action) {
        rows(folder).headMap(last, true).values().forEach(action);
    }

    @Override
    public Optional<Entry> loadEntry(FolderId folder, Uid uid) {
        return Optional.ofNullable(rows(folder).get(uid));
    }

    @Override
    public Summary summary(FolderId folder, Entry entry) {
        return contents.summary(folder, entry);
    }

    @Override
    public void summaries(FolderId folder, Listing listing, int from, int to, BiConsumer<Entry, Summary> action) {
        contents.summaries(folder, listing, from, to, action);
    }

    @Override
    public Payload payload(FolderId folder, Entry entry) {
        return contents.payload(folder, entry);
    }

    @Override
    public Optional<Placement> locate(ObjectId object) {
        return contents.locate(object);
    }

    @Override
    public Map<String, ObjectId> deposited(Collection<String> keys) {
        return contents.deposited(keys);
    }

    private void put(FolderId folder, Entry entry) {
        rows(folder).put(entry.uid(), entry);
    }

    private ConcurrentSkipListMap<Uid, Entry> rows(FolderId folder) {
        return entries.computeIfAbsent(folder, id -> new ConcurrentSkipListMap<>());
    }
}
