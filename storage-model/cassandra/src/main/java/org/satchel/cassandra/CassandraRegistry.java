// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Registry;
import org.satchel.model.StoreFailure;

/// The table `registry`, a partition per area: what a key says up to its second slash, for example all of one kind for
/// one box. Written by conditional writes alone, so that puts and replacements of a key have one order.
final class CassandraRegistry implements Registry {
    private static final String AREAS = "area";
    private static final int AREAS_PAGE = 100;
    /// Of keys without a slash: a partition needs a name.
    private static final String NO_STEPS = "/";

    private final Database database;
    private final NameTables names;
    private final PreparedStatement get;
    private final PreparedStatement set;
    private final PreparedStatement add;
    private final PreparedStatement change;
    private final PreparedStatement remove;
    private final PreparedStatement removeIf;
    private final PreparedStatement page;

    CassandraRegistry(Database database, NameTables names) {
        this.database = database;
        this.names = names;
        get = database.repeatable("SELECT value FROM registry WHERE area = ? AND key = ?");
        set = database.conditional("UPDATE registry SET value = ? WHERE area = ? AND key = ? IF EXISTS");
        add = database.conditional("INSERT INTO registry (area, key, value) VALUES (?, ?, ?) IF NOT EXISTS");
        change = database.conditional("UPDATE registry SET value = ? WHERE area = ? AND key = ? IF value = ?");
        remove = database.conditional("DELETE FROM registry WHERE area = ? AND key = ? IF EXISTS");
        removeIf = database.conditional("DELETE FROM registry WHERE area = ? AND key = ? IF value = ?");
        page = database.repeatable("SELECT key, value FROM registry WHERE area = ? AND key >= ? LIMIT ?");
    }

    @Override
    public Optional<byte[]> get(String key) {
        var row = database.run(get.bind(area(key), key)).one();
        return Optional.ofNullable(row).map(CassandraRegistry::value);
    }

    @Override
    public void put(String key, byte[] value) {
        check(key, value);
        var area = area(key);
        var bytes = ByteBuffer.wrap(value.clone());
        while (!database.run(set.bind(bytes, area, key)).wasApplied()) {
            names.list(AREAS, area);
            if (database.run(add.bind(area, key, bytes)).wasApplied()) {
                return;
            }
        }
    }

    @Override
    public void remove(String key) {
        database.run(remove.bind(area(key), key));
    }

    @Override
    public boolean replace(String key, byte @Nullable [] expected, byte @Nullable [] value) {
        var area = area(key);
        if (value != null) {
            check(key, value);
        }
        if (expected == null) {
            if (value == null) {
                return get(key).isEmpty();
            }
            names.list(AREAS, area);
            return database.run(add.bind(area, key, ByteBuffer.wrap(value.clone())))
                    .wasApplied();
        }
        var known = ByteBuffer.wrap(expected.clone());
        return database.run(
                        value == null
                                ? removeIf.bind(area, key, known)
                                : change.bind(ByteBuffer.wrap(value.clone()), area, key, known))
                .wasApplied();
    }

    @Override
    public List<Map.Entry<String, byte[]>> scan(String prefix, String after, int limit) {
        if (isNarrow(prefix)) {
            return scan(area(prefix), prefix, after, limit);
        }
        var found = new TreeMap<String, byte[]>(NameTables.ORDER);
        // Areas of short keys lie between those of longer ones: everything that may come first is collected.
        for (var area : shortAreas(prefix)) {
            collect(scan(area, prefix, after, limit), found, limit);
        }
        var from = isNarrow(after) && after.startsWith(prefix) ? area(after) : prefix;
        while (true) {
            var areas = names.names(AREAS, from, AREAS_PAGE);
            for (var area : areas) {
                boolean beyond = !found.isEmpty()
                        && found.size() == limit
                        && NameTables.ORDER.compare(area, found.lastKey()) > 0;
                if (beyond || !area.startsWith(prefix)) {
                    return entries(found);
                }
                if (isNarrow(area)) {
                    collect(scan(area, prefix, after, limit), found, limit);
                }
                from = NameTables.successor(area);
            }
            if (areas.size() < AREAS_PAGE) {
                return entries(found);
            }
        }
    }

    private List<Map.Entry<String, byte[]>> scan(String area, String prefix, String after, int limit) {
        var from = NameTables.ORDER.compare(after, prefix) < 0 ? prefix : NameTables.successor(after);
        var found = new ArrayList<Map.Entry<String, byte[]>>();
        for (var row : database.run(page.bind(area, from, limit))) {
            var key = Objects.requireNonNull(row.getString("key"));
            if (!key.startsWith(prefix)) {
                break;
            }
            found.add(Map.entry(key, value(row)));
        }
        return found;
    }

    private static void collect(
            List<Map.Entry<String, byte[]>> entries, NavigableMap<String, byte[]> found, int limit) {
        entries.forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        while (found.size() > limit) {
            found.pollLastEntry();
        }
    }

    private static List<Map.Entry<String, byte[]>> entries(Map<String, byte[]> found) {
        var list = new ArrayList<Map.Entry<String, byte[]>>(found.size());
        found.forEach((key, value) -> list.add(Map.entry(key, value)));
        return list;
    }

    /// Where keys with fewer than two slashes may lie that begin with this.
    private List<String> shortAreas(String prefix) {
        int first = prefix.indexOf('/');
        if (first >= 0) {
            return List.of(prefix.substring(0, first + 1));
        }
        var areas = new ArrayList<>(List.of(NO_STEPS));
        for (var area : names.names(AREAS, "", Integer.MAX_VALUE)) {
            if (area.startsWith(prefix) && !area.equals(NO_STEPS) && !isNarrow(area)) {
                areas.add(area);
            }
        }
        return areas;
    }

    private static byte[] value(Row row) {
        return ContentTable.bytes(Objects.requireNonNull(row.getByteBuffer("value")));
    }

    private static void check(String key, byte[] value) {
        if (value.length > VALUE_BYTES_MAX) {
            throw new StoreFailure.TooLarge("registry value of " + value.length + " bytes: " + key);
        }
    }

    /// Whether all keys that begin with this lie in one area.
    private static boolean isNarrow(String prefix) {
        int first = prefix.indexOf('/');
        return first >= 0 && prefix.indexOf('/', first + 1) >= 0;
    }

    /// The first two steps of a key, with the slash behind them; of a shorter key, what it has of them.
    private static String area(String key) {
        int first = key.indexOf('/');
        int second = first < 0 ? -1 : key.indexOf('/', first + 1);
        var area = key.substring(0, Math.max(first, second) + 1);
        return area.isEmpty() ? NO_STEPS : area;
    }
}
