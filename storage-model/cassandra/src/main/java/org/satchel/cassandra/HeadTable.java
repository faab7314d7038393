// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.servererrors.UnavailableException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The table `box_head`: per box its head and its commits since the checkpoint, in one partition. All writes are
/// conditional, so that they have one order.
final class HeadTable {
    private static final Logger LOG = LoggerFactory.getLogger(HeadTable.class);
    /// The head of a box that was erased; never lowered again.
    private static final long ERASED = -1;
    private static final int TRIES = 20;
    private static final int PAGE_ROWS = 32;

    private final Database database;
    private final Bodies bodies;
    private final PreparedStatement boxes;
    private final PreparedStatement head;
    private final PreparedStatement groups;
    private final PreparedStatement owner;
    private final PreparedStatement found;
    private final PreparedStatement received;
    private final PreparedStatement append;
    private final PreparedStatement checkpoint;
    private final PreparedStatement forget;
    private final PreparedStatement fence;
    private final PreparedStatement erase;

    HeadTable(Database database, Bodies bodies) {
        this.database = database;
        this.bodies = bodies;
        boxes = database.repeatable("SELECT DISTINCT box FROM box_head");
        head = database.repeatable("SELECT DISTINCT head, applied, checkpoint, fence FROM box_head WHERE box = ?");
        groups = database.repeatable("SELECT group_op, body FROM box_head WHERE box = ? AND last > ?");
        owner = database.repeatable("SELECT group_op, body FROM box_head WHERE box = ? AND last >= ? LIMIT 1");
        found = database.conditional("UPDATE box_head SET head = ?, applied = 0, fence = 0, group_op = ?, body = ?"
                + " WHERE box = ? AND last = ? IF head = null");
        received = database.conditional(
                "UPDATE box_head SET head = ?, applied = ?, fence = 0, checkpoint = ? WHERE box = ? IF head = null");
        append = database.conditional("UPDATE box_head SET head = ?, group_op = ?, body = ?"
                + " WHERE box = ? AND last = ? IF head = ? AND fence = ?");
        checkpoint = database.conditional("UPDATE box_head SET applied = ?, checkpoint = ? WHERE box = ?"
                + " IF applied = ? AND checkpoint = ? AND head > 0");
        forget = database.conditional("DELETE FROM box_head WHERE box = ? AND last <= ?");
        fence = database.conditional("UPDATE box_head SET fence = ? WHERE box = ? IF head = ? AND fence = ?");
        erase = database.conditional("UPDATE box_head SET head = ? WHERE box = ? IF head = ?");
    }

    /// Sees every commit that was acknowledged before the call, by whichever process; empty when there is no such box,
    /// or no more.
    Optional<Head> read(UUID box) {
        return Optional.ofNullable(database.run(head.bind(box)).one()).flatMap(HeadTable::head);
    }

    /// All boxes that have rows here, in no order.
    void forEach(Consumer<UUID> action) {
        for (var row : database.run(boxes.bind())) {
            action.accept(Objects.requireNonNull(row.getUuid("box")));
        }
    }

    /// The same, after finishing what is under way: when replicas do not agree on more than the head.
    Optional<Head> readSerially(UUID box) {
        var question = head.bind(box).setConsistencyLevel(Database.SERIAL);
        return Optional.ofNullable(database.run(question).one()).flatMap(HeadTable::head);
    }

    CompletableFuture<Optional<Head>> begin(UUID box) {
        return database.begin(head.bind(box))
                .thenApply(rows -> Optional.ofNullable(rows.one()).flatMap(HeadTable::head));
    }

    /// The groups that hold commits after `position`, as far as they still lie beside the head.
    List<Group> since(UUID box, long position) {
        var found = new ArrayList<Group>();
        for (var row : database.run(groups.bind(box, position).setPageSize(PAGE_ROWS))) {
            found.add(group(box, row));
        }
        return found;
    }

    /// Makes the first commit of a new box.
    Landing found(UUID box, Group first) {
        return attempt(found.bind(first.last(), first.op(), first.body(), box, first.last()));
    }

    /// Makes a box that came from another store: all of it is in a checkpoint.
    Landing receive(UUID box, long head, UUID checkpoint) {
        return attempt(received.bind(head, head, checkpoint, box));
    }

    /// Appends a group when the last commit of the box is still the one before it.
    ///
    /// @param body what [Bodies] made of the group
    /// @param fence of the head that the group follows
    Landing append(UUID box, Group group, ByteBuffer body, long fence) {
        return attempt(append.bind(group.last(), group.op(), body, box, group.last(), group.first() - 1, fence));
    }

    /// What became of a group whose write had an unknown outcome; decided for good when this returns.
    ///
    /// A serial read finishes writes that are under way, but one that has not begun may still come. So when
    /// the head is still the one before the group, the fence is moved first: what comes later with the old
    /// one is refused.
    ///
    /// @param used the fence that the write was sent with
    /// @throws StoreFailure.Unavailable when that cannot be learnt now
    Landing outcome(UUID box, Group group, long used, HistoryTable history) {
        for (int i = 0; i < TRIES; i++) {
            var now = readSerially(box);
            if (now.isEmpty() || (now.get().fence() != used && now.get().last() < group.first())) {
                return Landing.LOST;
            }
            if (now.get().last() >= group.first()) {
                return holder(box, group.first(), history).beginsWith(group) ? Landing.DONE : Landing.LOST;
            }
            var moved = attempt(fence.bind(used + 1, box, now.get().last(), used));
            if (moved == Landing.DONE) {
                return Landing.LOST;
            }
        }
        throw new StoreFailure.Unavailable("the outcome of a write is not known yet");
    }

    /// The group that holds a commit which the box has.
    private Group holder(UUID box, long modSeq, HistoryTable history) {
        var row = database.run(owner.bind(box, modSeq)).one();
        return Optional.ofNullable(row)
                .map(found -> group(box, found))
                .filter(found -> found.first() <= modSeq)
                .or(() -> history.holding(box, modSeq))
                .orElseThrow(() -> new StoreFailure.Unavailable("commit " + modSeq + " is not found"));
    }

    /// Publishes a checkpoint in place of another, and drops the commits that it contains.
    Landing publish(UUID box, Head before, long applied, UUID part) {
        return attempt(BatchStatement.newInstance(
                BatchType.UNLOGGED,
                checkpoint.bind(applied, part, box, before.applied(), before.checkpoint()),
                forget.bind(box, applied)));
    }

    /// Ends a box for good: no write lands after this has returned. Its last commits stay for [#ended].
    void erase(UUID box) {
        for (int i = 0; i < TRIES; i++) {
            var now = readSerially(box);
            if (now.isEmpty() || attempt(erase.bind(ERASED, box, now.get().last())) == Landing.DONE) {
                return;
            }
        }
        throw new StoreFailure.Unavailable("the box changes faster than it can be ended");
    }

    /// What a box was that is ended.
    Optional<Head> ended(UUID box) {
        var row = database.run(head.bind(box)).one();
        return row == null || row.isNull("head") || row.getLong("head") != ERASED
                ? Optional.empty()
                : Optional.of(new Head(ERASED, row.getLong("applied"), row.getUuid("checkpoint"), 0));
    }

    /// Removes the last commits of a box that is ended.
    void forget(UUID box) {
        for (var group : since(box, 0)) {
            attempt(BatchStatement.newInstance(
                    BatchType.UNLOGGED, erase.bind(ERASED, box, ERASED), forget.bind(box, group.last())));
        }
    }

    private Landing attempt(Statement<?> write) {
        try {
            return database.attempt(write).wasApplied() ? Landing.DONE : Landing.LOST;
        } catch (NoNodeAvailableException | UnavailableException notBegun) {
            throw Database.unavailable(notBegun);
        } catch (QueryValidationException bug) {
            throw bug; // it was never tried
        } catch (DriverException failure) {
            LOG.debug("the outcome of a conditional write is unknown", failure);
            return Landing.UNKNOWN;
        }
    }

    private static Optional<Head> head(Row row) {
        return row.isNull("head") || row.getLong("head") == ERASED
                ? Optional.empty()
                : Optional.of(new Head(
                        row.getLong("head"), row.getLong("applied"), row.getUuid("checkpoint"), row.getLong("fence")));
    }

    private Group group(UUID box, Row row) {
        return bodies.group(
                box,
                Objects.requireNonNull(row.getUuid("group_op")),
                Objects.requireNonNull(row.getByteBuffer("body")));
    }
}
