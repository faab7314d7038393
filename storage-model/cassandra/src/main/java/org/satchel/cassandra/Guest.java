// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.satchel.cassandra.nodes.Invitation;
import org.satchel.cassandra.nodes.Landed;

/// A neighbour with writes for a box whose groups this process lands: it waits to be invited to a group, adds its
/// commits, and hears what became of them. Each step happens once; who is late finds it taken.
final class Guest {
    private final UUID id = UUID.randomUUID();
    private final long head;
    private final CompletableFuture<Optional<Invitation>> invitation = new CompletableFuture<>();
    private final CompletableFuture<Optional<ByteBuffer>> addition = new CompletableFuture<>();
    private final CompletableFuture<Landed> landed = new CompletableFuture<>();

    /// @param head the newest commit that it knows
    Guest(long head) {
        this.head = head;
    }

    UUID id() {
        return id;
    }

    long head() {
        return head;
    }

    /// Of the guest: empty when it is not invited in time.
    Optional<Invitation> awaitInvitation(Duration most) throws InterruptedException {
        try {
            return invitation.get(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            invitation.complete(Optional.empty());
            return invitation.getNow(Optional.empty());
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }

    /// Of the guest: adds to the group, and waits.
    Landed add(ByteBuffer commits) throws InterruptedException {
        if (!addition.complete(Optional.of(commits))) {
            return Landed.LOST; // the group is closed
        }
        try {
            return landed.get();
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }

    /// Of the host: sends it away.
    void decline() {
        invitation.complete(Optional.empty());
    }

    /// Of the host: whether it is still there, and knows now that it is invited.
    boolean invite(Invitation to) {
        return invitation.complete(Optional.of(to));
    }

    /// Of the host: what the invited guest adds; empty when that takes too long.
    Optional<ByteBuffer> awaitAddition(Duration most) {
        try {
            return addition.get(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            addition.complete(Optional.empty());
            return addition.getNow(Optional.empty());
        } catch (InterruptedException closing) {
            addition.complete(Optional.empty());
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }

    /// Of the host: what became of it. Only the first word counts.
    void tell(Landed fate) {
        landed.complete(fate);
    }
}
