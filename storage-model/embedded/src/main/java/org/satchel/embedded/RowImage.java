// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxId;
import org.satchel.model.Commit;
import org.satchel.model.Delta;
import org.satchel.model.ModSeq;
import org.satchel.model.ObjectId;
import org.satchel.model.check.StoreCheck;
import org.satchel.model.codec.CommitCodec;
import org.satchel.model.state.BoxContents;
import org.satchel.model.state.BoxState;
import org.satchel.model.transfer.BoxImage;
import org.satchel.model.transfer.StoreImage;

/// The boxes of a store as its rows have them. Rows that nobody changes meanwhile are one moment of the whole store.
///
/// @param end run when the image is closed
record RowImage(Rows rows, PayloadFiles files, LongReads reads, StoreCheck check, Runnable end) implements StoreImage {
    @Override
    public List<BoxId> boxes(@Nullable BoxId after, int limit) {
        return boxes(rows, after, limit);
    }

    static List<BoxId> boxes(Rows rows, @Nullable BoxId after, int limit) {
        var all = Keys.STORE.row(Table.BOX);
        var from = after == null ? all : Keys.successor(Keys.STORE.boxName(after));
        var ids = new ArrayList<BoxId>();
        for (var row : rows.page(Family.ROWS, from, Keys.behind(all), limit)) {
            ids.add(new BoxId(Keys.name(row.key())));
        }
        return ids;
    }

    @Override
    public Optional<BoxImage> box(BoxId id) {
        return Optional.ofNullable(rows.get(Family.ROWS, Keys.STORE.boxName(id)))
                .map(row -> new Box(id, new Keys(Numbers.number(row))));
    }

    @Override
    public List<Map.Entry<String, byte[]>> registry(String after, int limit) {
        var all = Keys.STORE.row(Table.REGISTRY);
        var from = after.isEmpty() ? all : Keys.successor(Keys.STORE.named(Table.REGISTRY, after));
        var found = new ArrayList<Map.Entry<String, byte[]>>();
        for (var row : rows.page(Family.ROWS, from, Keys.behind(all), limit)) {
            found.add(Map.entry(Keys.name(row.key()), row.value()));
        }
        return found;
    }

    @Override
    public void close() {
        end.run();
    }

    private final class Box implements BoxImage, RowOwner {
        private final BoxId id;
        private final Keys keys;
        private final BoxState state;
        private final RowContents contents;

        Box(BoxId id, Keys keys) {
            this.id = id;
            this.keys = keys;
            this.state = StateRows.restore(id, keys, rows);
            this.contents = new RowContents(this, rows, files, reads);
        }

        @Override
        public BoxId id() {
            return id;
        }

        @Override
        public String identity() {
            return Long.toString(keys.box());
        }

        @Override
        public BoxState state() {
            return state;
        }

        @Override
        public BoxContents contents() {
            return contents;
        }

        @Override
        public Map<ObjectId, String> keys(Collection<ObjectId> objects) {
            var found = new HashMap<ObjectId, String>();
            for (var object : objects) {
                var row = rows.get(Family.ROWS, keys.place(object));
                var key = row == null ? null : PlaceRow.key(row);
                if (key != null) {
                    found.put(object, key);
                }
            }
            return found;
        }

        @Override
        public Delta since(ModSeq position, int limit) {
            if (state.counters().oldest().isAfter(position)) {
                return new Delta.Truncated(state.counters().oldest());
            }
            var commits = new ArrayList<Commit>();
            var from = keys.commit(position.next());
            for (var row : rows.page(Family.LOG, from, keys.commit(state.head().next()), limit)) {
                commits.add(CommitCodec.decode(row.value()));
            }
            return new Delta.Commits(commits);
        }

        @Override
        public Keys keys() {
            return keys;
        }

        @Override
        public void checkPresent() {}

        @Override
        public void loaded(long entries) {}
    }
}
