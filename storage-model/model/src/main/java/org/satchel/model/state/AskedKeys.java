// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.satchel.model.Entry;
import org.satchel.model.FolderId;
import org.satchel.model.Listing;
import org.satchel.model.ObjectId;
import org.satchel.model.Payload;
import org.satchel.model.Placement;
import org.satchel.model.Summary;
import org.satchel.model.Uid;

/// What one transaction finds in the engine, which asks once for each key: whoever looks whether a message is there
/// before it is deposited has asked for its key already. What somebody else writes meanwhile fails the transaction, or
/// waits for it. One thread.
final class AskedKeys implements BoxContents {
    private final BoxContents contents;
    private final Map<String, ObjectId> found = new HashMap<>();
    private final Set<String> asked = new HashSet<>();

    AskedKeys(BoxContents contents) {
        this.contents = contents;
    }

    @Override
    public Map<String, ObjectId> deposited(Collection<String> keys) {
        var fresh = new ArrayList<String>(keys.size());
        for (var key : keys) {
            if (asked.add(key)) {
                fresh.add(key);
            }
        }
        if (!fresh.isEmpty()) {
            found.putAll(contents.deposited(fresh));
        }
        var answer = new HashMap<String, ObjectId>();
        for (var key : keys) {
            var object = found.get(key);
            if (object != null) {
                answer.put(key, object);
            }
        }
        return answer;
    }

    @Override
    public void loadListing(FolderId folder, Uid last, Consumer<Entry> action) {
        contents.loadListing(folder, last, action);
    }

    @Override
    public Optional<Entry> loadEntry(FolderId folder, Uid uid) {
        return contents.loadEntry(folder, uid);
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
}
