// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.satchel.model.Change;
import org.satchel.model.Commit;
import org.satchel.model.ContentId;
import org.satchel.model.Draft;
import org.satchel.model.Entry;
import org.satchel.model.FolderId;
import org.satchel.model.Listing;
import org.satchel.model.ModSeq;
import org.satchel.model.ObjectId;
import org.satchel.model.Payload;
import org.satchel.model.Placement;
import org.satchel.model.Summary;
import org.satchel.model.Uid;

/// What commits that are not yet durable added, before what is settled in the engine.
///
/// An engine that lets the next transaction begin before the last one is durable [#add]s each outcome
/// and [#settle]s it when its rows can be read. A transaction uses one for what it did itself.
public final class PendingContents implements BoxContents {
    private final BoxContents settled;
    private final Map<ContentId, Recent<Draft>> drafts = new ConcurrentHashMap<>();
    private final Map<ObjectId, Recent<Placement>> placements = new ConcurrentHashMap<>();
    private final Map<String, Recent<ObjectId>> keys = new ConcurrentHashMap<>();
    private final Queue<Unsettled> unsettled = new ConcurrentLinkedQueue<>();

    public PendingContents(BoxContents settled) {
        this.settled = settled;
    }

    /// Takes in the next outcome, in commit order.
    public void add(Outcome outcome) {
        var modSeq = outcome.commit().modSeq();
        unsettled.add(new Unsettled(outcome.commit(), outcome.drafts().keySet()));
        outcome.drafts().forEach((content, draft) -> put(content, draft, modSeq));
        outcome.commit().changes().forEach(change -> put(change, modSeq));
    }

    /// Takes in the next commit, made by somebody else: summaries and payloads of what it added are not asked for
    /// before it is settled.
    public void add(Commit commit) {
        unsettled.add(new Unsettled(commit, Set.of()));
        commit.changes().forEach(change -> put(change, commit.modSeq()));
    }

    /// Forgets the outcomes up to and including `through`: the engine's rows answer for them now. One thread at a time.
    public void settle(ModSeq through) {
        var next = unsettled.peek();
        while (next != null && !next.commit().modSeq().isAfter(through)) {
            unsettled.remove();
            next.drafts().forEach(drafts::remove);
            for (var change : next.commit().changes()) {
                switch (change) {
                    case Change.ObjectAdded added -> {
                        forget(placements, added.entry().object(), through);
                        if (added.key() != null) {
                            forget(keys, added.key(), through);
                        }
                    }
                    case Change.ObjectMoved moved ->
                        forget(placements, moved.entry().object(), through);
                    case Change.FolderCreated _,
                            Change.FolderRenamed _,
                            Change.FolderRemoved _,
                            Change.SubscriptionSet _,
                            Change.FlagsChanged _,
                            Change.ObjectRemoved _,
                            Change.AnnotationSet _,
                            Change.GrantSet _,
                            Change.QuotaSet _,
                            Change.HistoryPurged _ -> {}
                }
            }
            next = unsettled.peek();
        }
    }

    @Override
    public void loadListing(FolderId folder, Uid last, Consumer<Entry> action) {
        settled.loadListing(folder, last, action);
    }

    @Override
    public Optional<Entry> loadEntry(FolderId folder, Uid uid) {
        return settled.loadEntry(folder, uid);
    }

    @Override
    public Summary summary(FolderId folder, Entry entry) {
        var draft = draft(entry);
        return draft.isPresent() ? draft.get().summary() : settled.summary(folder, entry);
    }

    @Override
    public void summaries(FolderId folder, Listing listing, int from, int to, BiConsumer<Entry, Summary> action) {
        int next = from;
        for (int i = from; i < to && !drafts.isEmpty(); i++) {
            var entry = listing.at(i);
            var draft = draft(entry);
            if (draft.isPresent()) {
                settled(folder, listing, next, i, action);
                action.accept(entry, draft.get().summary());
                next = i + 1;
            }
        }
        settled(folder, listing, next, to, action);
    }

    @Override
    public Payload payload(FolderId folder, Entry entry) {
        var draft = draft(entry);
        return draft.isPresent() ? draft.get().payload() : settled.payload(folder, entry);
    }

    @Override
    public Optional<Placement> locate(ObjectId object) {
        var recent = placements.get(object);
        return recent != null ? Optional.of(recent.value()) : settled.locate(object);
    }

    @Override
    public Map<String, ObjectId> deposited(Collection<String> asked) {
        if (keys.isEmpty()) {
            return settled.deposited(asked);
        }
        var found = new HashMap<String, ObjectId>();
        var rest = new ArrayList<String>(asked.size());
        for (var key : asked) {
            var recent = keys.get(key);
            if (recent == null) {
                rest.add(key);
            } else {
                found.put(key, recent.value());
            }
        }
        if (!rest.isEmpty()) {
            found.putAll(settled.deposited(rest));
        }
        return found;
    }

    void put(ContentId content, Draft draft, ModSeq modSeq) {
        drafts.put(content, new Recent<>(draft, modSeq));
    }

    void put(Change change, ModSeq modSeq) {
        switch (change) {
            case Change.ObjectAdded(var folder, var entry, var source, var key) -> {
                placements.put(entry.object(), new Recent<>(new Placement(folder, entry.uid()), modSeq));
                if (key != null) {
                    keys.put(key, new Recent<>(entry.object(), modSeq));
                }
            }
            case Change.ObjectMoved(var from, var fromUid, var to, var entry) ->
                placements.put(entry.object(), new Recent<>(new Placement(to, entry.uid()), modSeq));
            case Change.FolderCreated _,
                    Change.FolderRenamed _,
                    Change.FolderRemoved _,
                    Change.SubscriptionSet _,
                    Change.FlagsChanged _,
                    Change.ObjectRemoved _,
                    Change.AnnotationSet _,
                    Change.GrantSet _,
                    Change.QuotaSet _,
                    Change.HistoryPurged _ -> {}
        }
    }

    private void settled(FolderId folder, Listing listing, int from, int to, BiConsumer<Entry, Summary> action) {
        if (from < to) {
            settled.summaries(folder, listing, from, to, action);
        }
    }

    private Optional<Draft> draft(Entry entry) {
        return Optional.ofNullable(drafts.get(entry.content())).map(Recent::value);
    }

    private static <K, V> void forget(Map<K, Recent<V>> recents, K key, ModSeq through) {
        recents.computeIfPresent(key, (same, recent) -> recent.modSeq().isAfter(through) ? recent : null);
    }

    private record Recent<T>(T value, ModSeq modSeq) {}

    private record Unsettled(Commit commit, Set<ContentId> drafts) {}
}
