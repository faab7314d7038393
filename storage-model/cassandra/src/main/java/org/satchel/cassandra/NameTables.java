// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.satchel.model.BoxId;

/// The tables `box_name` and `name_index`: which box has a name, decided by conditional writes; and names of a kind in
/// order, in shards, so that no partition holds all of them.
final class NameTables {
    static final String BOXES = "box";
    /// Part of the format: never changed.
    private static final int SHARDS = 16;

    /// That of Cassandra: by code point.
    static final Comparator<String> ORDER =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    private final Database database;
    private final PreparedStatement find;
    private final PreparedStatement all;
    private final PreparedStatement claim;
    private final PreparedStatement release;
    private final PreparedStatement put;
    private final PreparedStatement remove;
    private final PreparedStatement page;

    NameTables(Database database) {
        this.database = database;
        all = database.repeatable("SELECT name, box FROM box_name");
        find = database.repeatable("SELECT box FROM box_name WHERE name = ?");
        claim = database.conditional("INSERT INTO box_name (name, box) VALUES (?, ?) IF NOT EXISTS");
        release = database.conditional("DELETE FROM box_name WHERE name = ? IF box = ?");
        put = database.repeatable("INSERT INTO name_index (kind, shard, name) VALUES (?, ?, ?)");
        remove = database.repeatable("DELETE FROM name_index WHERE kind = ? AND shard = ? AND name = ?");
        page = database.repeatable("SELECT name FROM name_index WHERE kind = ? AND shard = ? AND name >= ? LIMIT ?");
    }

    Optional<UUID> find(BoxId id) {
        return Optional.ofNullable(database.run(find.bind(id.text())).one()).map(row -> row.getUuid("box"));
    }

    /// Gives a name to a box that is there already.
    ///
    /// @return false when another box has it
    boolean claim(BoxId id, UUID box) {
        list(BOXES, id.text());
        boolean claimed = database.run(claim.bind(id.text(), box)).wasApplied()
                // It may have been an earlier try of this very write.
                || find(id).filter(box::equals).isPresent();
        if (claimed) {
            list(BOXES, id.text()); // whoever gave the name up may have removed it in between
        }
        return claimed;
    }

    /// All names, in no order, with the boxes that they lead to.
    void forEach(BiConsumer<BoxId, UUID> action) {
        for (var row : database.run(all.bind())) {
            var box = row.getUuid("box");
            if (box != null) {
                action.accept(new BoxId(Objects.requireNonNull(row.getString("name"))), box);
            }
        }
    }

    /// Whether any name leads to the box, after another look at all of them.
    boolean leadsTo(UUID box) {
        var found = new boolean[1];
        forEach((id, other) -> found[0] |= other.equals(box));
        return found[0];
    }

    /// Whether [#boxes] shows the name.
    boolean isListed(BoxId id) {
        return names(BOXES, id.text(), 1).equals(List.of(id.text()));
    }

    /// Takes a name that leads nowhere from the list.
    void unlist(BoxId id) {
        database.run(remove.bind(BOXES, shard(id.text()), id.text()));
    }

    void release(BoxId id, UUID box) {
        database.run(release.bind(id.text(), box));
        if (find(id).isEmpty()) {
            database.run(remove.bind(BOXES, shard(id.text()), id.text()));
            if (find(id).isPresent()) { // taken again in between
                list(BOXES, id.text());
            }
        }
    }

    /// Boxes in order of their names, from this name on.
    List<BoxId> boxes(String from, int limit) {
        return names(BOXES, from, limit).stream().map(BoxId::new).toList();
    }

    /// Adds a name to those of its kind; harmless when it is there.
    void list(String kind, String name) {
        database.run(put.bind(kind, shard(name), name));
    }

    /// Names of a kind in order, from this one on.
    List<String> names(String kind, String from, int limit) {
        var reads = new ArrayList<CompletableFuture<AsyncResultSet>>();
        for (int shard = 0; shard < SHARDS; shard++) {
            reads.add(database.begin(page.bind(kind, shard, from, limit)));
        }
        var merged = new TreeSet<String>(ORDER);
        for (var read : reads) {
            for (var rows = Database.await(read); ; rows = Database.await(rows.fetchNextPage())) {
                rows.currentPage().forEach(row -> merged.add(Objects.requireNonNull(row.getString("name"))));
                while (merged.size() > limit) {
                    merged.removeLast();
                }
                if (!rows.hasMorePages()) {
                    break;
                }
            }
        }
        return List.copyOf(merged);
    }

    /// The very next text.
    static String successor(String text) {
        return text + '\0';
    }

    private static int shard(String name) {
        return Math.floorMod(name.hashCode(), SHARDS);
    }
}
