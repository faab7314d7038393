// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;

/// The table `counter_value`: numbers of which each is given once, to whichever process asks.
final class CounterTable {
    private static final String WRITER = "writer";

    private final Database database;
    private final PreparedStatement read;
    private final PreparedStatement start;
    private final PreparedStatement advance;

    CounterTable(Database database) {
        this.database = database;
        read = database.repeatable("SELECT next FROM counter_value WHERE name = ?");
        start = database.conditional("INSERT INTO counter_value (name, next) VALUES (?, 2) IF NOT EXISTS");
        advance = database.conditional("UPDATE counter_value SET next = ? WHERE name = ? IF next = ?");
    }

    /// Above `after`, which is 0 or more. A number whose taking has an unknown outcome is passed over.
    long nextWriter(long after) {
        while (true) {
            var row = database.run(read.bind(WRITER).setConsistencyLevel(Database.SERIAL))
                    .one();
            if (row == null) {
                if (database.run(start.bind(WRITER)).wasApplied() && after == 0) {
                    return 1;
                }
                continue;
            }
            long next = row.getLong("next");
            long taken = Math.max(next, after + 1);
            if (database.run(advance.bind(taken + 1, WRITER, next)).wasApplied()) {
                return taken;
            }
        }
    }
}
