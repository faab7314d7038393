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

    /// From 1. A number whose taking has an unknown outcome is passed over.
    long nextWriter() {
        while (true) {
            var row = database.run(read.bind(WRITER).setConsistencyLevel(Database.SERIAL))
                    .one();
            if (row == null) {
                if (database.run(start.bind(WRITER)).wasApplied()) {
                    return 1;
                }
                continue;
            }
            long next = row.getLong("next");
            if (database.run(advance.bind(next + 1, WRITER, next)).wasApplied()) {
                return next;
            }
        }
    }
}
