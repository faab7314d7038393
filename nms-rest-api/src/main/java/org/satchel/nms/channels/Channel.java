// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.channels;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxId;
import org.satchel.nms.type.NmsEventList;
import org.satchel.push.Outcome;

/// One channel at this node: the lists that wait in it, and the poll that waits at it. Never both.
public final class Channel {
    /// How long somebody who is to stop waits for an answer that is being written.
    private static final Duration ANSWER_MAX = Duration.ofSeconds(1);

    private static final Poll.Done NOTHING = new Poll.Done() {
        @Override
        public void written() {}

        @Override
        public void failed() {}
    };

    private final List<Item> items = new ArrayList<>();
    private final int pendingMax;
    private volatile Facts facts;
    private @Nullable Poll waiting;
    private boolean ended;
    private boolean closing;

    Channel(Facts facts, int pendingMax) {
        this.facts = facts;
        this.pendingMax = pendingMax;
    }

    public String id() {
        return facts.id();
    }

    public BoxId box() {
        return new BoxId(facts.box());
    }

    Facts facts() {
        return facts;
    }

    void setFacts(Facts changed) {
        facts = changed;
    }

    /// Puts a list in and waits until it has been fetched, or the channel has come to its end.
    ///
    /// @param lifetime how long the channel has still to live
    /// @throws InterruptedException the list is out again then; not thrown when an answer has carried it to the
    ///   client
    Outcome hand(NmsEventList list, Duration lifetime) throws InterruptedException {
        var item = new Item(list);
        synchronized (this) {
            if (ended) {
                return new Outcome.Gone("its channel is no more");
            }
            if (items.size() >= pendingMax) {
                return new Outcome.RetryLater(Duration.ZERO);
            }
            items.add(item);
        }
        serve();
        try {
            // When the time is up the channel perhaps lives longer by now; the follower comes again and learns.
            return outcome(item, lifetime).orElseGet(() -> new Outcome.RetryLater(Duration.ZERO));
        } catch (InterruptedException stop) {
            if (takenOut(item)) {
                throw stop;
            }
            // The client may have it already. What becomes of it is known in a moment.
            var outcome = outcome(item, ANSWER_MAX).orElseThrow(() -> stop);
            Thread.currentThread().interrupt();
            return outcome;
        } finally {
            withdraw(item);
        }
    }

    /// Answers at once when there are lists; else the poll waits. One that waited already is answered empty. OMA
    /// NMS §13.21
    void poll(Poll poll) {
        Poll older;
        boolean hurry;
        synchronized (this) {
            older = waiting;
            waiting = poll;
            hurry = ended || closing;
        }
        if (older != null) {
            answerEmpty(older);
        }
        if (hurry) {
            release(poll);
        } else {
            serve();
        }
    }

    /// Answers a poll with nothing, if it is still waiting.
    void release(Poll poll) {
        synchronized (this) {
            if (poll.equals(waiting)) {
                waiting = null;
            }
        }
        answerEmpty(poll);
    }

    synchronized boolean isPolled() {
        return waiting != null;
    }

    /// The channel is removed: its lists go nowhere.
    void end() {
        List<Item> left;
        Poll poll;
        synchronized (this) {
            ended = true;
            left = List.copyOf(items);
            items.clear();
            poll = waiting;
            waiting = null;
        }
        left.forEach(item -> item.outcome.complete(new Outcome.Gone("its channel was removed")));
        if (poll != null) {
            answerEmpty(poll);
        }
    }

    /// The client polls at another node now: the poll that waits here is answered with nothing.
    void leave() {
        Poll poll;
        synchronized (this) {
            poll = waiting;
            waiting = null;
        }
        if (poll != null) {
            answerEmpty(poll);
        }
    }

    /// The server stops: nobody waits any more, and lists stay where their followers can find them again.
    void close() {
        synchronized (this) {
            closing = true;
        }
        leave();
    }

    /// Brings lists and poll together, as long as there are both.
    private void serve() {
        while (true) {
            Poll poll;
            List<Item> carried;
            synchronized (this) {
                carried = items.stream()
                        .filter(item -> !item.onItsWay)
                        .limit(facts.maxNotifications())
                        .toList();
                poll = waiting;
                if (poll == null || carried.isEmpty()) {
                    return;
                }
                waiting = null;
                if (!poll.claim()) {
                    continue;
                }
                carried.forEach(item -> item.onItsWay = true);
            }
            if (poll.isAlive()) {
                poll.answer(carried.stream().map(item -> item.list).toList(), new Carried(carried));
                return;
            }
            putBack(carried);
            poll.abort();
        }
    }

    private synchronized void putBack(List<Item> carried) {
        carried.forEach(item -> item.onItsWay = false);
    }

    private synchronized void withdraw(Item item) {
        items.remove(item);
    }

    /// @return false when an answer that carries it is on its way
    private synchronized boolean takenOut(Item item) {
        if (!item.onItsWay) {
            items.remove(item);
        }
        return !item.onItsWay;
    }

    private static Optional<Outcome> outcome(Item item, Duration max) throws InterruptedException {
        try {
            return Optional.of(item.outcome.get(max.toMillis() + 1, TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            return Optional.empty();
        }
    }

    private static void answerEmpty(Poll poll) {
        if (poll.claim()) {
            poll.answer(List.of(), NOTHING);
        }
    }

    /// What is durable of a channel.
    ///
    /// @param expiresMillis since the epoch; at and after this instant the channel is not there
    record Facts(
            String id,
            String box,
            String principal,
            String applicationTag,
            String correlator,
            int maxNotifications,
            long grantedSeconds,
            long expiresMillis) {
        boolean isOver(Instant now) {
            return now.toEpochMilli() >= expiresMillis;
        }

        /// The same with a new lifetime.
        Facts lasting(Duration granted, Instant from) {
            return new Facts(
                    id,
                    box,
                    principal,
                    applicationTag,
                    correlator,
                    maxNotifications,
                    granted.toSeconds(),
                    from.plus(granted).toEpochMilli());
        }
    }

    /// One list in the channel.
    private static final class Item {
        final NmsEventList list;
        final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        boolean onItsWay;

        Item(NmsEventList list) {
            this.list = list;
        }
    }

    /// Lists within an answer.
    private final class Carried implements Poll.Done {
        private final List<Item> carried;

        Carried(List<Item> carried) {
            this.carried = carried;
        }

        @Override
        public void written() {
            carried.forEach(Channel.this::withdraw);
            carried.forEach(item -> item.outcome.complete(new Outcome.Delivered()));
        }

        @Override
        public void failed() {
            putBack(carried);
            serve();
        }
    }
}
