// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import com.datastax.oss.driver.api.core.servererrors.UnavailableException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The table `box_head`: per box its head and its commits since the checkpoint, in one partition. All writes are
/// conditional, so that they have one order.
final class HeadTable {
    private static final Logger LOG = LoggerFactory.getLogger(HeadTable.class);
    /// The head of a box that was erased; never lowered again.
    private static final long ERASED = -1;

    private final Database database;
    private final Bodies bodies;
    private final PreparedStatement head;
    private final PreparedStatement groups;
    private final PreparedStatement owner;
    private final PreparedStatement found;
    private final PreparedStatement append;
    private final PreparedStatement checkpoint;
    private final PreparedStatement forget;
    private final PreparedStatement erase;

    HeadTable(Database database, Bodies bodies) {
        this.database = database;
        this.bodies = bodies;
        head = database.repeatable("SELECT DISTINCT head, applied, checkpoint FROM box_head WHERE box = ?");
        groups = database.repeatable("SELECT group_op, body FROM box_head WHERE box = ? AND last > ?");
        owner = database.repeatable("SELECT group_op, body FROM box_head WHERE box = ? AND last >= ? LIMIT 1");
        found = database.conditional("UPDATE box_head SET head = ?, op = ?, applied = 0, group_op = ?, body = ?"
                + " WHERE box = ? AND last = ? IF head = null");
        append = database.conditional("UPDATE box_head SET head = ?, op = ?, group_op = ?, body = ?"
                + " WHERE box = ? AND last = ? IF head = ?");
        checkpoint = database.conditional(
                "UPDATE box_head SET applied = ?, checkpoint = ? WHERE box = ? IF applied = ? AND checkpoint = ?");
        forget = database.conditional("DELETE FROM box_head WHERE box = ? AND last <= ?");
        erase = database.conditional("UPDATE box_head SET head = ? WHERE box = ? IF head = ?");
    }

    /// Sees every commit that was acknowledged before the call, by whichever process; empty when there is no such box,
    /// or no more.
    Optional<Head> read(UUID box) {
        return Optional.ofNullable(database.run(head.bind(box)).one()).flatMap(HeadTable::head);
    }

    CompletableFuture<Optional<Head>> begin(UUID box) {
        return database.begin(head.bind(box))
                .thenApply(rows -> Optional.ofNullable(rows.one()).flatMap(HeadTable::head));
    }

    /// The groups that hold commits after `position`, as far as they still lie beside the head.
    List<Group> since(UUID box, long position) {
        var found = new ArrayList<Group>();
        for (var row : database.run(groups.bind(box, position))) {
            found.add(group(box, row));
        }
        return found;
    }

    /// Makes the first commit of a new box.
    Landing found(UUID box, Group first) {
        return attempt(found.bind(first.last(), first.op(), first.op(), first.body(), box, first.last()));
    }

    /// Appends a group when the last commit of the box is still the one before it.
    ///
    /// @param body what [Bodies] made of the group
    Landing append(UUID box, Group group, ByteBuffer body) {
        return attempt(append.bind(group.last(), group.op(), group.op(), body, box, group.last(), group.first() - 1));
    }

    /// What became of a group whose write had an unknown outcome. When this returns it is decided for good: a serial
    /// read finishes what was under way, and what it does not show can never come.
    ///
    /// @throws StoreFailure.Unavailable when that cannot be learnt now
    Landing outcome(UUID box, Group group, HistoryTable history) {
        var present = database.run(head.bind(box).setConsistencyLevel(Database.SERIAL))
                .one();
        var now = present == null ? Optional.<Head>empty() : head(present);
        if (now.isEmpty() || now.get().last() < group.first()) {
            return Landing.LOST;
        }
        var row = database.run(owner.bind(box, group.first())).one();
        var there = row != null ? Optional.of(group(box, row)) : history.holding(box, group.first());
        var winner = there.orElseThrow(() -> new StoreFailure.Unavailable("commit " + group.first() + " is not found"));
        return winner.op().equals(group.op()) ? Landing.DONE : Landing.LOST;
    }

    /// Publishes a checkpoint in place of another, and drops the commits that it contains.
    Landing publish(UUID box, Head before, long applied, UUID part) {
        return attempt(BatchStatement.newInstance(
                BatchType.UNLOGGED,
                checkpoint.bind(applied, part, box, before.applied(), before.checkpoint()),
                forget.bind(box, applied)));
    }

    /// Ends a box for good: no write lands after this has returned, and its commits are gone.
    void erase(UUID box) {
        for (var now = read(box); now.isPresent(); now = read(box)) {
            long last = now.get().last();
            attempt(BatchStatement.newInstance(
                    BatchType.UNLOGGED, erase.bind(ERASED, box, last), forget.bind(box, last)));
        }
    }

    private Landing attempt(Statement<?> write) {
        try {
            return database.attempt(write).wasApplied() ? Landing.DONE : Landing.LOST;
        } catch (NoNodeAvailableException | UnavailableException notBegun) {
            throw Database.unavailable(notBegun);
        } catch (DriverException failure) {
            LOG.debug("the outcome of a conditional write is unknown", failure);
            return Landing.UNKNOWN;
        }
    }

    private static Optional<Head> head(Row row) {
        return row.isNull("head") || row.getLong("head") == ERASED
                ? Optional.empty()
                : Optional.of(new Head(row.getLong("head"), row.getLong("applied"), row.getUuid("checkpoint")));
    }

    private Group group(UUID box, Row row) {
        return bodies.group(
                box,
                Objects.requireNonNull(row.getUuid("group_op")),
                Objects.requireNonNull(row.getByteBuffer("body")));
    }
}
