// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxId;
import org.satchel.model.Delta;
import org.satchel.model.ModSeq;
import org.satchel.model.ObjectId;
import org.satchel.model.StoreFailure;
import org.satchel.model.check.StoreCheck;
import org.satchel.model.state.BoxContents;
import org.satchel.model.state.BoxState;
import org.satchel.model.transfer.BoxImage;
import org.satchel.model.transfer.StoreImage;

/// The boxes of a store, each with every commit that was acknowledged before it was asked for.
record CassandraImage(CassandraStore store, StoreCheck check) implements StoreImage {
    @Override
    public List<BoxId> boxes(@Nullable BoxId after, int limit) {
        return store.boxes(after, limit);
    }

    @Override
    public Optional<BoxImage> box(BoxId id) {
        try {
            return store.find(id).map(found -> {
                if (!(found instanceof CassandraBox box)) {
                    throw new IllegalStateException("box " + id + " is of another engine");
                }
                return new Box(box, box.refresh(), store.engine().index());
            });
        } catch (StoreFailure.NotFound erased) {
            return Optional.empty();
        }
    }

    @Override
    public List<Map.Entry<String, byte[]>> registry(String after, int limit) {
        return store.registry().scan("", after, limit);
    }

    @Override
    public void close() {}

    /// @param present immutable, whatever the box does meanwhile
    private record Box(CassandraBox box, Present present, IndexTables index) implements BoxImage {
        @Override
        public BoxId id() {
            return box.id();
        }

        @Override
        public String identity() {
            return box.uuid().toString();
        }

        @Override
        public BoxState state() {
            return present.state();
        }

        @Override
        public BoxContents contents() {
            return present.rows();
        }

        @Override
        public Map<ObjectId, String> keys(Collection<ObjectId> objects) {
            var all = Set.copyOf(objects);
            var found = new HashMap<>(index.keys(box.uuid(), all));
            found.putAll(present.rows().recentKeys(all));
            return found;
        }

        @Override
        public Delta since(ModSeq position, int limit) {
            var delta = box.changes().since(position, limit);
            if (delta instanceof Delta.Commits(var commits)) {
                return new Delta.Commits(commits.stream()
                        .filter(commit -> !commit.modSeq().isAfter(head()))
                        .toList());
            }
            return delta;
        }
    }
}
