// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

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
import org.satchel.model.Summary;
import org.satchel.model.Uid;
import org.satchel.model.state.BoxContents;

/// Whatever rows a box has at the moment of the question: for writes, which go on while checkpoints come and go.
record LatestRows(CassandraBox box) implements BoxContents {
    @Override
    public void loadListing(FolderId folder, Uid last, Consumer<Entry> action) {
        rows().loadListing(folder, last, action);
    }

    @Override
    public Optional<Entry> loadEntry(FolderId folder, Uid uid) {
        return rows().loadEntry(folder, uid);
    }

    @Override
    public Summary summary(FolderId folder, Entry entry) {
        return rows().summary(folder, entry);
    }

    @Override
    public void summaries(FolderId folder, Listing listing, int from, int to, BiConsumer<Entry, Summary> action) {
        rows().summaries(folder, listing, from, to, action);
    }

    @Override
    public Payload payload(FolderId folder, Entry entry) {
        return rows().payload(folder, entry);
    }

    @Override
    public Optional<Placement> locate(ObjectId object) {
        return rows().locate(object);
    }

    @Override
    public Map<String, ObjectId> deposited(Collection<String> asked) {
        return rows().deposited(asked);
    }

    private BoxRows rows() {
        return box.present().rows();
    }
}
