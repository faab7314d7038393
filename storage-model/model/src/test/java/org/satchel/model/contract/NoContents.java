// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.contract;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
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

/// Behind a state that was replayed from commits alone: no
/// summaries, no payloads, and no listing that is not in memory.
public enum NoContents implements BoxContents {
    NONE;

    @Override
    public void loadListing(FolderId folder, Uid last, Consumer<Entry> action) {
        throw new AssertionError("a replayed listing is never cold");
    }

    @Override
    public Optional<Entry> loadEntry(FolderId folder, Uid uid) {
        throw new AssertionError("a replayed listing is never cold");
    }

    @Override
    public Summary summary(FolderId folder, Entry entry) {
        throw new StoreFailure.NotFound("summary of " + entry);
    }

    @Override
    public void summaries(FolderId folder, Listing listing, int from, int to, BiConsumer<Entry, Summary> action) {}

    @Override
    public Payload payload(FolderId folder, Entry entry) {
        throw new StoreFailure.NotFound("payload of " + entry);
    }

    @Override
    public Optional<Placement> locate(ObjectId object) {
        return Optional.empty();
    }

    @Override
    public Map<String, ObjectId> deposited(Collection<String> keys) {
        return Map.of();
    }
}
