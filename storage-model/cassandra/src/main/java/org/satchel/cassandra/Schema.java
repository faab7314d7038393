// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.CoordinatorException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tables, and the one way in which they change: numbered migrations, each applied once, in order, by one
/// process at a time.
///
/// A migration is never edited once it was released; what it got wrong, a later one mends. A step may be repeated after
/// a crash, so each says `IF NOT EXISTS`.
final class Schema {
    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);
    static final Duration STEP_MAX = Duration.ofMinutes(1);
    private static final Duration WAIT_MAX = Duration.ofMinutes(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    /// Leveled: rows that are overwritten or deleted, so that a read meets few files.
    private static final String CHANGING = "compaction = {'class': 'LeveledCompactionStrategy'}";
    /// Size-tiered: rows written once, found by their whole key, seldom deleted.
    private static final String WRITTEN_ONCE = "compaction = {'class': 'SizeTieredCompactionStrategy'}";
    /// By time: rows that expire together.
    private static final String EXPIRING = "compaction = {'class': 'TimeWindowCompactionStrategy',"
            + " 'compaction_window_unit': 'DAYS', 'compaction_window_size': 1}";

    static final List<String> TABLES = List.of(
            "box_name",
            "name_index",
            "box_head",
            "box_part",
            "box_content",
            "box_place",
            "box_key",
            "box_share",
            "box_history",
            "registry",
            "counter_value",
            "box_erasure",
            "node");

    private static final List<List<String>> MIGRATIONS = List.of(List.of(
            table("box_name", "name text PRIMARY KEY, box uuid", CHANGING),
            table("name_index", "kind text, shard int, name text, PRIMARY KEY ((kind, shard), name)", CHANGING),
            // The head of a box and its commits since the checkpoint. Written by conditional writes alone.
            table(
                    "box_head",
                    "box uuid, last bigint, head bigint static, fence bigint static, applied bigint static,"
                            + " checkpoint uuid static, group_op uuid, body blob, PRIMARY KEY (box, last)",
                    CHANGING),
            table("box_part", "box uuid, part uuid, body blob, PRIMARY KEY ((box, part))", WRITTEN_ONCE),
            table(
                    "box_content",
                    "box uuid, bucket bigint, content bigint, summary blob, payload blob, blob text,"
                            + " PRIMARY KEY ((box, bucket), content)",
                    WRITTEN_ONCE),
            table(
                    "box_place",
                    "box uuid, bucket bigint, object bigint, folder bigint, uid bigint, key text,"
                            + " PRIMARY KEY ((box, bucket), object)",
                    CHANGING),
            table("box_key", "box uuid, key text, object bigint, PRIMARY KEY ((box, key))", CHANGING),
            table(
                    "box_share",
                    "box uuid, content bigint, object bigint, PRIMARY KEY ((box, content), object)",
                    CHANGING),
            table(
                    "box_history",
                    "box uuid, bucket bigint, last bigint, group_op uuid, body blob,"
                            + " PRIMARY KEY ((box, bucket), last)",
                    EXPIRING),
            table("registry", "area text, key text, value blob, PRIMARY KEY (area, key)", CHANGING),
            table("counter_value", "name text PRIMARY KEY, next bigint", CHANGING),
            // Boxes whose erasure has begun, until it has ended.
            table("box_erasure", "part text, box uuid, name text, PRIMARY KEY (part, box)", CHANGING),
            table(
                    "node",
                    "part text, name text, host text, port int, secret text, PRIMARY KEY (part, name)",
                    CHANGING)));

    private Schema() {}

    private static String table(String name, String columns, String with) {
        return "CREATE TABLE IF NOT EXISTS " + name + " (" + columns + ") WITH " + with;
    }

    /// Brings the tables of the session's keyspace to the newest version.
    static void migrate(CqlSession session) {
        ddl(session, "CREATE TABLE IF NOT EXISTS schema_version (version int PRIMARY KEY, state text)");
        for (int version = 1; version <= MIGRATIONS.size(); version++) {
            migrate(session, version);
        }
    }

    private static void migrate(CqlSession session, int version) {
        long deadline = System.nanoTime() + WAIT_MAX.toNanos();
        while (!state(session, version).equals("done")) {
            if (claim(session, version)) {
                MIGRATIONS.get(version - 1).forEach(step -> ddl(session, step));
                patiently(() -> session.execute(SimpleStatement.newInstance(
                        "UPDATE schema_version USING TTL 0 SET state = 'done' WHERE version = ? IF EXISTS", version)));
                LOG.info("schema is at version {}", version);
            } else if (System.nanoTime() > deadline) {
                throw new IllegalStateException("schema version " + version + " is being made by another process");
            } else {
                pause();
            }
        }
    }

    private static String state(CqlSession session, int version) {
        var question = SimpleStatement.newInstance("SELECT state FROM schema_version WHERE version = ?", version);
        var row = patiently(() -> session.execute(question)).one();
        return row == null ? "" : String.valueOf(row.getString("state"));
    }

    /// A claim ends by itself when its holder dies.
    private static boolean claim(CqlSession session, int version) {
        return patiently(() -> session.execute(SimpleStatement.newInstance(
                        "INSERT INTO schema_version (version, state) VALUES (?, 'making') IF NOT EXISTS USING TTL "
                                + STEP_MAX.toSeconds(),
                        version)))
                .wasApplied();
    }

    /// Asks again for a while when a node, or a replica, does not know a table yet: the driver takes the schema
    /// for agreed before it has met all nodes.
    static <T> T patiently(Supplier<T> question) {
        long deadline = System.nanoTime() + STEP_MAX.toNanos();
        while (true) {
            try {
                return question.get();
            } catch (CoordinatorException unknownTable) {
                if (System.nanoTime() > deadline) {
                    throw unknownTable;
                }
                pause();
            }
        }
    }

    private static void ddl(CqlSession session, String statement) {
        patiently(() -> session.execute(SimpleStatement.newInstance(statement).setTimeout(STEP_MAX)));
        long deadline = System.nanoTime() + STEP_MAX.toNanos();
        while (!session.checkSchemaAgreement() && System.nanoTime() < deadline) {
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_AGAIN);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the schema is made", interrupted);
        }
    }
}
