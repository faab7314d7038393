// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.InvalidKeyspaceException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.internal.core.session.throttling.ConcurrencyLimitingRequestThrottler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connection to Cassandra: reads and writes wait for a quorum of the local data center, and what the driver throws
/// becomes [StoreFailure.Unavailable].
final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    static final ConsistencyLevel QUORUM = DefaultConsistencyLevel.LOCAL_QUORUM;
    static final ConsistencyLevel SERIAL = DefaultConsistencyLevel.LOCAL_SERIAL;

    /// The driver looks at changes of the schema at once: there are few.
    private static final Duration SCHEMA_WINDOW = Duration.ofMillis(1);

    private static final int REQUESTS_MAX = 512;
    private static final int WAITING_MAX = 200_000;

    private final CqlSession session;

    private Database(CqlSession session) {
        this.session = session;
    }

    /// Connects, makes the keyspace when there is none, and brings its tables up to date.
    ///
    /// @throws StoreFailure.Unavailable when Cassandra cannot be reached or refuses
    static Database open(CassandraSettings settings) {
        try {
            var session = inKeyspace(settings);
            try {
                Schema.migrate(session);
                return new Database(session);
            } catch (RuntimeException failure) {
                session.close();
                throw failure;
            }
        } catch (DriverException failure) {
            throw unavailable(failure);
        }
    }

    private static CqlSession inKeyspace(CassandraSettings settings) {
        try {
            return connect(settings, true);
        } catch (InvalidKeyspaceException none) {
            try (var first = connect(settings, false)) {
                first.execute(SimpleStatement.newInstance("CREATE KEYSPACE IF NOT EXISTS " + settings.keyspace()
                        + " WITH replication = " + settings.replication()));
            }
            return connect(settings, true);
        }
    }

    static CqlSession connect(CassandraSettings settings, boolean inKeyspace) {
        var limits = settings.limits();
        var options = DriverConfigLoader.programmaticBuilder()
                // Version 5 loses connections when a conditional write times out: docs/adr/0026.
                .withString(DefaultDriverOption.PROTOCOL_VERSION, "V4")
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, limits.requestTimeout())
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, limits.requestTimeout())
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, limits.requestTimeout())
                .withString(DefaultDriverOption.REQUEST_CONSISTENCY, QUORUM.name())
                .withString(DefaultDriverOption.REQUEST_SERIAL_CONSISTENCY, SERIAL.name())
                .withDuration(DefaultDriverOption.METADATA_SCHEMA_WINDOW, SCHEMA_WINDOW)
                .withStringList(DefaultDriverOption.METADATA_SCHEMA_REFRESHED_KEYSPACES, List.of(settings.keyspace()))
                .withBoolean(DefaultDriverOption.REQUEST_WARN_IF_SET_KEYSPACE, false)
                // What is more than the nodes take at a time waits here, and is not refused.
                .withClass(DefaultDriverOption.REQUEST_THROTTLER_CLASS, ConcurrencyLimitingRequestThrottler.class)
                .withInt(DefaultDriverOption.REQUEST_THROTTLER_MAX_CONCURRENT_REQUESTS, REQUESTS_MAX)
                .withInt(DefaultDriverOption.REQUEST_THROTTLER_MAX_QUEUE_SIZE, WAITING_MAX)
                .withString(DefaultDriverOption.SESSION_NAME, "satchel")
                // Whoever closes a session has waited for its answers: its threads need not listen for two seconds
                // more.
                .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
                .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
                .build();
        var builder = CqlSession.builder()
                .withConfigLoader(options)
                .addContactPoints(settings.contactPoints())
                .withLocalDatacenter(settings.datacenter());
        var login = settings.login();
        if (!login.user().isEmpty()) {
            builder = builder.withAuthCredentials(login.user(), login.password());
        }
        return (inKeyspace ? builder.withKeyspace(settings.keyspace()) : builder).build();
    }

    /// Asks whether a quorum answers.
    void ping() {
        run(SimpleStatement.newInstance("SELECT version FROM schema_version WHERE version = 1"));
    }

    /// Forgets all rows; for tests.
    void truncate() {
        var begun = new java.util.ArrayList<CompletableFuture<AsyncResultSet>>();
        for (var table : Schema.TABLES) {
            begun.add(begin(SimpleStatement.newInstance("TRUNCATE " + table).setTimeout(Schema.STEP_MAX)));
        }
        awaitAll(begun);
    }

    /// A statement that may be sent twice: a read, or a write whose repetition changes nothing.
    PreparedStatement repeatable(String cql) {
        return prepared(cql, true);
    }

    /// A conditional write: when its outcome is unknown, sending it again is no way to learn it.
    PreparedStatement conditional(String cql) {
        return prepared(cql, false);
    }

    private PreparedStatement prepared(String cql, boolean repeatable) {
        try {
            return Schema.patiently(
                    () -> session.prepare(SimpleStatement.newInstance(cql).setIdempotent(repeatable)));
        } catch (DriverException failure) {
            throw unavailable(failure);
        }
    }

    /// @throws StoreFailure.Unavailable when Cassandra does not answer
    ResultSet run(Statement<?> statement) {
        try {
            return session.execute(statement);
        } catch (DriverException failure) {
            throw unavailable(failure);
        }
    }

    /// What the driver throws passes as it is: for those who must know whether a write may have happened.
    ResultSet attempt(Statement<?> statement) {
        return session.execute(statement);
    }

    CompletableFuture<AsyncResultSet> begin(Statement<?> statement) {
        return session.executeAsync(statement).toCompletableFuture();
    }

    /// Waits for what was begun.
    static <T> T await(CompletionStage<T> begun) {
        try {
            return begun.toCompletableFuture().join();
        } catch (CompletionException failure) {
            var cause = failure.getCause();
            throw cause instanceof RuntimeException known ? unavailable(known) : new IllegalStateException(failure);
        }
    }

    static void awaitAll(List<? extends CompletionStage<?>> begun) {
        begun.forEach(Database::await);
    }

    /// In words that name no host.
    static RuntimeException unavailable(RuntimeException failure) {
        boolean bug = failure instanceof QueryValidationException; // what we asked makes no sense
        if (bug || !(failure instanceof DriverException)) {
            return failure;
        }
        LOG.debug("Cassandra does not answer", failure);
        return new StoreFailure.Unavailable(
                "the database does not answer (" + failure.getClass().getSimpleName() + ")", failure);
    }

    @Override
    public void close() {
        session.close();
    }
}
