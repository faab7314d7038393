// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.channels;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxId;
import org.satchel.nms.type.Document;
import org.satchel.push.Outcome;
import org.satchel.push.Target;

/// One channel at this node: the lists that wait in it, and whoever reads it.
public final class Channel {
    /// How long somebody who is to stop waits for an answer that is being written.
    private static final Duration ANSWER_MAX = Duration.ofSeconds(1);

    private final List<Item> items = new ArrayList<>();
    private final int pendingMax;
    /// What was posted and is here, or was fetched here.
    private final Set<String> shown = new HashSet<>();
    private volatile Facts facts;
    private @Nullable Reader reader;
    /// True while the reader has lists and has not said what became of them.
    private boolean busy;
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
    /// @param max how long it waits at most
    /// @throws InterruptedException the list is out again then; not thrown when an answer has carried it to the
    ///   client
    Outcome hand(Document list, Duration max) throws InterruptedException {
        var item = new Item("", list, () -> {});
        synchronized (this) {
            if (ended) {
                return new Outcome.Gone("its channel is no more");
            }
            if (items.stream().filter(there -> there.id.isEmpty()).count() >= pendingMax) {
                return new Outcome.RetryLater(Duration.ZERO);
            }
            items.add(item);
        }
        serve();
        try {
            // When the time is up the channel perhaps lives longer by now; the follower comes again and learns.
            return outcome(item, max).orElseGet(() -> new Outcome.RetryLater(Duration.ZERO));
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

    /// Has what was posted wait here beside the lists, and nothing else that was.
    ///
    /// @param fetched told the id of each that the client has got; must not block
    void show(List<Posted.Entry> posted, Consumer<String> fetched) {
        synchronized (this) {
            if (ended) {
                return;
            }
            var ids = posted.stream().map(Posted.Entry::id).collect(Collectors.toSet());
            items.removeIf(item -> !item.id.isEmpty() && !item.onItsWay && !ids.contains(item.id));
            shown.retainAll(ids);
            for (var entry : posted) {
                if (shown.add(entry.id())) {
                    items.add(new Item(entry.id(), entry.document(), () -> fetched.accept(entry.id())));
                }
            }
        }
        serve();
    }

    /// Reads from now on, and has the lists that wait. Whoever read before leaves. OMA NMS §13.21
    void read(Reader newer) {
        Reader older;
        boolean over;
        synchronized (this) {
            older = reader;
            reader = newer;
            busy = false;
            over = ended || closing;
        }
        if (older != null) {
            older.leave(Reader.Reason.NEWER);
        }
        if (over) {
            release(newer, ended ? Reader.Reason.ENDED : Reader.Reason.STOPPING);
        } else {
            serve();
        }
    }

    /// Has a reader leave.
    void release(Reader released, Reader.Reason why) {
        drop(released);
        released.leave(why);
    }

    /// The reader is no more.
    synchronized void drop(Reader gone) {
        if (gone.equals(reader)) {
            reader = null;
            busy = false;
        }
    }

    /// True while somebody reads, or waits to.
    synchronized boolean isRead() {
        return reader != null;
    }

    /// True while a long poll waits.
    synchronized boolean isPolled() {
        return reader != null && !busy && !reader.stays();
    }

    /// True while a WebSocket is open.
    synchronized boolean hasSocket() {
        return reader != null && reader.stays();
    }

    /// The channel is removed: its lists go nowhere.
    void end() {
        List<Item> left;
        synchronized (this) {
            ended = true;
            left = List.copyOf(items);
            items.clear();
        }
        left.forEach(item -> item.outcome.complete(new Outcome.Gone("its channel was removed")));
        leave(Reader.Reason.ENDED);
    }

    /// Who reads here has to leave.
    void leave(Reader.Reason why) {
        Reader leaving;
        synchronized (this) {
            leaving = reader;
        }
        if (leaving != null) {
            release(leaving, why);
        }
    }

    /// The server stops: nobody reads any more, and lists stay where their followers can find them again.
    void close() {
        synchronized (this) {
            closing = true;
        }
        leave(Reader.Reason.STOPPING);
    }

    /// Brings lists and reader together, as long as there are both.
    private void serve() {
        while (true) {
            Reader served;
            List<Item> carried;
            synchronized (this) {
                if (reader == null || busy) {
                    return;
                }
                carried = items.stream()
                        .filter(item -> !item.onItsWay)
                        .limit(facts.maxNotifications())
                        .toList();
                if (carried.isEmpty()) {
                    return;
                }
                served = reader;
                if (!served.claim()) {
                    reader = null;
                    return;
                }
                busy = true;
                carried.forEach(item -> item.onItsWay = true);
            }
            if (served.isAlive()) {
                served.answer(carried.stream().map(item -> item.list).toList(), new Carried(served, carried));
                return;
            }
            putBack(carried);
            drop(served);
            served.abort();
        }
    }

    private synchronized void putBack(List<Item> carried) {
        carried.forEach(item -> item.onItsWay = false);
    }

    private void readOn(Reader by) {
        synchronized (this) {
            if (!by.equals(reader)) {
                return;
            }
            busy = false;
        }
        serve();
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

    /// What is durable of a channel.
    ///
    /// @param type as the client wrote it; null in rows from when there was only long polling
    /// @param receiver where a native channel leads; null = the client reads
    /// @param expiresMillis since the epoch; at and after this instant the channel is not there
    record Facts(
            String id,
            String box,
            String principal,
            String applicationTag,
            String correlator,
            @Nullable String type,
            Target.@Nullable WebPush receiver,
            int maxNotifications,
            long grantedSeconds,
            long expiresMillis) {
        ChannelType kind() {
            return ChannelType.of(shownType()).orElse(ChannelType.LONG_POLLING);
        }

        String shownType() {
            return type == null ? ChannelType.LONG_POLLING.word() : type;
        }

        Instant expires() {
            return Instant.ofEpochMilli(expiresMillis);
        }

        boolean isOver(Instant now) {
            return !now.isBefore(expires());
        }

        /// The same with a new lifetime.
        Facts lasting(Duration granted, Instant from) {
            return new Facts(
                    id,
                    box,
                    principal,
                    applicationTag,
                    correlator,
                    type,
                    receiver,
                    maxNotifications,
                    granted.toSeconds(),
                    from.plus(granted).toEpochMilli());
        }
    }

    /// One document in the channel.
    private static final class Item {
        /// Of what was posted; empty = a list of a follower.
        final String id;
        final Document list;
        final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        final Runnable fetched;
        boolean onItsWay;

        Item(String id, Document list, Runnable fetched) {
            this.id = id;
            this.list = list;
            this.fetched = fetched;
        }
    }

    /// Lists that a reader has, and has not said yet what became of them.
    private final class Carried implements Reader.Done {
        private final Reader by;
        private final List<Item> carried;

        Carried(Reader by, List<Item> carried) {
            this.by = by;
            this.carried = carried;
        }

        @Override
        public void delivered() {
            carried.forEach(Channel.this::withdraw);
            for (var item : carried) {
                item.outcome.complete(new Outcome.Delivered());
                item.fetched.run();
            }
            if (by.stays()) {
                readOn(by);
            } else {
                drop(by);
            }
        }

        @Override
        public void failed() {
            putBack(carried);
            drop(by);
            serve();
        }
    }
}
