// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.satchel.model.Registry;
import org.satchel.model.StoreFailure;

/// The registry as rows; its writes share the committer's syncs.
final class EmbeddedRegistry implements Registry {
    private final Database database;
    private final Committer committer;

    EmbeddedRegistry(Database database, Committer committer) {
        this.database = database;
        this.committer = committer;
    }

    @Override
    public Optional<byte[]> get(String key) {
        return Optional.ofNullable(database.get(Family.ROWS, row(key)));
    }

    @Override
    public void put(String key, byte[] value) {
        if (value.length > VALUE_BYTES_MAX) {
            throw new StoreFailure.TooLarge("registry value of " + value.length + " bytes: " + key);
        }
        var batch = new RowBatch();
        batch.put(Family.ROWS, row(key), value.clone());
        committer.write(batch, database);
    }

    @Override
    public void remove(String key) {
        var batch = new RowBatch();
        batch.delete(Family.ROWS, row(key));
        committer.write(batch, database);
    }

    @Override
    public List<Map.Entry<String, byte[]>> scan(String prefix, String after, int limit) {
        var from = after.compareTo(prefix) < 0 ? row(prefix) : Keys.successor(row(after));
        var found = new ArrayList<Map.Entry<String, byte[]>>();
        for (var row : database.page(Family.ROWS, from, Keys.behind(row(prefix)), limit)) {
            found.add(Map.entry(Keys.name(row.key()), row.value()));
        }
        return found;
    }

    private static byte[] row(String key) {
        return Keys.STORE.named(Table.REGISTRY, key);
    }
}
