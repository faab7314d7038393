// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.sync;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.satchel.server.sync.EventList.Event;
import org.satchel.server.sync.EventList.Thing;
import org.satchel.server.sync.Fetcher.Wanted;
import org.satchel.server.sync.State.Pass;

/// Keeps the local copy of one box in step with its server. Used by one thread.
///
/// It subscribes before it reads, so that what happens meanwhile is told. Where the last list left it is in the
/// folder; after anything that may have swallowed a list (a broken connection, an end of this process) the
/// subscription is sent back there.
// OMA NMS §1, §8, §9
public final class Sync implements AutoCloseable {
    private static final int CONFLICTS_MAX = 3;
    /// An empty answer that comes sooner is no long poll.
    private static final Duration EMPTY_MIN = Duration.ofSeconds(1);

    private final Wire wire;
    private final Nms nms;
    private final Mirror mirror;
    private final Fetcher fetcher;
    private final SyncLimits limits;
    private final Consumer<String> told;
    private final Oddities oddities;
    private final Random random = new Random();
    private boolean attached;
    private long renewAt;
    private long newsAt;
    private int conflicts;
    private int gaps;
    private int lists;
    private int interruptions;

    /// Where a box is.
    ///
    /// @param server scheme, host and port, and whatever its paths begin with
    public record Place(URI server, String store, String box) {}

    /// @param authorization value of the header field
    /// @param told gets lines for the user
    /// @throws IllegalArgumentException when the folder is another box's, or in use
    public Sync(Place place, String authorization, Path folder, SyncLimits limits, Consumer<String> told)
            throws IOException {
        this.limits = limits;
        this.told = told;
        oddities = new Oddities(told);
        mirror = Mirror.open(folder, place.store(), place.box(), limits.bytes().garbage());
        wire = new Wire(place.server(), authorization, limits);
        nms = new Nms(wire, place.server(), place.store(), place.box(), limits);
        fetcher = new Fetcher(nms, mirror, limits, oddities);
    }

    /// When to end.
    public enum Until {
        /// When nothing new has come for a while.
        IN_STEP,
        /// When this thread is interrupted.
        STOPPED
    }

    /// Works until then.
    ///
    /// @throws SyncFailure what does not get better; [SyncFailure.Later] when patience is at its end
    /// @throws InterruptedException the folder is as the last step left it
    public void run(Until until) throws IOException, InterruptedException {
        int failures = 0;
        long failingSince = 0;
        while (true) {
            try {
                if (step(until)) {
                    return;
                }
                failures = 0;
            } catch (SyncFailure.Later failure) {
                attached = false;
                interruptions++;
                failingSince = failures == 0 ? System.nanoTime() : failingSince;
                if (failures++ == 0) {
                    told.accept("waiting: " + failure.getMessage());
                }
                if (until == Until.IN_STEP
                        && since(failingSince).compareTo(limits.waits().patience()) >= 0) {
                    throw failure;
                }
                Thread.sleep(delay(failures, failure.atLeast()));
            } catch (ClosedByInterruptException stopped) {
                throw new InterruptedException("stopped while the folder was written");
            }
        }
    }

    public Summary summary() {
        return new Summary(
                mirror.objectCount(),
                mirror.folderCount(),
                mirror.payloadBytes(),
                mirror.state().resyncs(),
                gaps,
                lists,
                interruptions,
                oddities.count());
    }

    @Override
    public void close() throws IOException {
        wire.close();
        mirror.close();
    }

    /// Does one thing.
    ///
    /// @return true when the end is reached
    private boolean step(Until until) throws IOException, InterruptedException {
        if (!attached) {
            attached = attach();
            return false;
        }
        if (System.nanoTime() - renewAt >= 0) {
            renew();
            return false;
        }
        if (!mirror.state().isComplete()) {
            page();
            return false;
        }
        return poll(until);
    }

    /// Makes sure of a channel, and of a subscription that goes on behind the last list that was taken.
    ///
    /// @return false when it has to be tried again, at once
    private boolean attach() throws IOException, InterruptedException {
        var state = mirror.state();
        try {
            var channel = state.channel();
            if (channel == null) {
                mirror.commit(state.over(nms.openChannel(state.correlator())));
                return false;
            }
            var lasting = nms.extend(channel);
            var token = state.position().restartToken();
            var url = state.subscription();
            var made = url == null ? nms.subscribe(channel, state.correlator(), token) : nms.update(url, token);
            // What the answer says of the position may be ahead of what was told: the token of before stays.
            mirror.commit(state.subscribed(made.resourceURL())
                    .at(token.isEmpty() ? made.restartToken() : token, made.index() - 1));
            renewIn(lasting.compareTo(made.granted()) < 0 ? lasting : made.granted());
            conflicts = 0;
            mend();
            newsAt = System.nanoTime();
            return true;
        } catch (SyncFailure.Missing gone) {
            leave();
        } catch (SyncFailure.Conflict other) {
            if (++conflicts > CONFLICTS_MAX) {
                throw new SyncFailure.Refused(String.valueOf(other.getMessage()), 409);
            }
            leave();
        }
        return false;
    }

    /// Gives up channel and subscription; what was told last is still known.
    private void leave() throws IOException, InterruptedException {
        var state = mirror.state();
        attached = false;
        mirror.commit(state.alone());
        var channel = state.channel();
        if (state.subscription() != null) {
            remove(state.subscription());
        }
        if (channel != null) {
            remove(channel.resourceURL());
        }
    }

    private void remove(String url) throws InterruptedException {
        try {
            nms.remove(url);
        } catch (SyncFailure.Missing | SyncFailure.Refused | SyncFailure.Conflict gone) {
            // it ends by itself
        }
    }

    /// Objects whose payload files were damaged are fetched again.
    private void mend() throws IOException, InterruptedException {
        var broken = mirror.broken();
        if (!broken.isEmpty()) {
            told.accept("payload files were damaged: " + broken.size() + " objects are fetched again");
            fetcher.fetch(broken.stream().map(url -> new Wanted(url, 0)).toList());
            mirror.commit(mirror.state());
        }
    }

    private void renew() throws IOException, InterruptedException {
        var state = mirror.state();
        var channel = state.channel();
        var url = state.subscription();
        if (channel == null || url == null) {
            attached = false;
            return;
        }
        try {
            var lasting = nms.extend(channel);
            var now = nms.update(url, "");
            renewIn(lasting.compareTo(now.granted()) < 0 ? lasting : now.granted());
            // Nothing is under way: the position may have passed over what is of no interest.
            if (now.index() == state.position().index() + 1) {
                mirror.commit(state.at(now.restartToken(), state.position().index()));
            } else {
                attached = false;
            }
        } catch (SyncFailure.Missing gone) {
            attached = false;
        }
    }

    /// Reads one page of everything.
    private void page() throws IOException, InterruptedException {
        var state = mirror.state();
        var pass = state.pass();
        Nms.Page page;
        try {
            page = pass.stage() == Pass.Stage.FOLDERS ? nms.folders(pass.cursor()) : nms.objects(pass.cursor());
        } catch (SyncFailure.Refused refused) {
            if (refused.status() != 400 || pass.cursor().isEmpty()) {
                throw refused;
            }
            // OMA NMS §9.2: the cursor is not known any more
            oddities.add("a cursor is not taken: " + refused.getMessage());
            mirror.commit(state.with(new Pass(pass.number(), pass.stage(), "")));
            return;
        }
        if (pass.stage() == Pass.Stage.FOLDERS) {
            for (var folder : page.found()) {
                mirror.putFolder(Nms.key(folder.path("resourceURL").asText()), folder);
            }
        } else {
            fetcher.take(page.found());
        }
        var next = next(pass, page.cursor());
        if (next.stage() == Pass.Stage.DONE) {
            mirror.sweep();
        }
        mirror.commit(state.with(next));
        if (next.stage() == Pass.Stage.DONE) {
            newsAt = System.nanoTime();
            told.accept("everything is read: " + summary());
        }
    }

    private static Pass next(Pass pass, String cursor) {
        if (!cursor.isEmpty()) {
            return new Pass(pass.number(), pass.stage(), cursor);
        }
        var stage = pass.stage() == Pass.Stage.FOLDERS ? Pass.Stage.OBJECTS : Pass.Stage.DONE;
        return new Pass(pass.number(), stage, "");
    }

    private boolean poll(Until until) throws IOException, InterruptedException {
        var channel = mirror.state().channel();
        if (channel == null) {
            attached = false;
            return false;
        }
        long begun = System.nanoTime();
        var left = limits.waits().settle().minus(since(newsAt));
        var wait = until == Until.STOPPED ? limits.waits().poll() : left.isPositive() ? left : Duration.ofMillis(1);
        try {
            var answer = nms.poll(channel, wait);
            if (answer.isEmpty()) {
                attached = until == Until.IN_STEP && isUpToDate();
                return attached;
            }
            for (var list : answer.get()) {
                take(list);
            }
            if (answer.get().isEmpty() && since(begun).compareTo(EMPTY_MIN) < 0) {
                Thread.sleep(limits.waits().retryFirst());
            }
        } catch (SyncFailure.Missing gone) {
            leave();
        } catch (SyncFailure.Conflict unclear) {
            // OMA NMS §3.4: whether the subscription is there is to be looked at
            attached = false;
        }
        return false;
    }

    /// Whether every list that was told has been taken.
    private boolean isUpToDate() throws InterruptedException {
        var url = mirror.state().subscription();
        try {
            return url != null
                    && nms.subscription(url).index()
                            == mirror.state().position().index() + 1;
        } catch (SyncFailure.Missing gone) {
            return false;
        }
    }

    // OMA NMS §8.2
    private void take(EventList list) throws IOException, InterruptedException {
        var state = mirror.state();
        var url = state.subscription();
        boolean isOurs = list.subscriptions().isEmpty()
                || (url != null && list.subscriptions().contains(Nms.key(url)));
        if (!attached || !isOurs || list.index() <= state.position().index()) {
            return;
        }
        newsAt = System.nanoTime();
        if (list.index() > state.position().index() + 1) {
            gaps++;
            attached = false;
            return;
        }
        if (list.restartToken().isEmpty()) {
            oddities.add("list " + list.index() + " has no restartToken");
        }
        lists++;
        if (list.isReset()) {
            told.accept("the server has no delta: everything is read again");
            mirror.commit(state.at(list.restartToken(), list.index()).reset());
        } else {
            apply(list.events());
            mirror.commit(state.at(list.restartToken(), list.index()));
        }
        newsAt = System.nanoTime();
    }

    /// Brings whatever the events name to where it stands now. Of several events of one thing the last one counts.
    private void apply(List<Event> events) throws IOException, InterruptedException {
        var last = new LinkedHashMap<String, Event>();
        for (var event : events) {
            switch (event) {
                case Event.Changed(var thing, var url, var _) -> last.put(thing + Nms.key(url), event);
                case Event.Gone(var thing, var url) -> last.put(thing + Nms.key(url), event);
                case Event.Reset() -> oddities.add("a reset that is not the first event");
            }
        }
        var wanted = new ArrayList<Wanted>();
        for (var event : last.values()) {
            switch (event) {
                case Event.Changed(var thing, var url, var modSeq)
                when thing == Thing.OBJECT -> {
                    if (mirror.modSeq(Nms.key(url)).orElse(-1) < modSeq) {
                        wanted.add(new Wanted(url, modSeq));
                    }
                }
                case Event.Changed(var _, var url, var _) -> folder(url);
                case Event.Gone(var thing, var url) when thing == Thing.OBJECT -> mirror.remove(Nms.key(url));
                case Event.Gone(var _, var url) -> mirror.removeFolder(Nms.key(url));
                case Event.Reset() -> {}
            }
        }
        fetcher.fetch(wanted);
    }

    private void folder(String url) throws IOException, InterruptedException {
        JsonNode folder;
        try {
            folder = nms.folder(url);
        } catch (SyncFailure.Missing gone) {
            mirror.removeFolder(Nms.key(url));
            return;
        }
        mirror.putFolder(Nms.key(url), folder);
    }

    private void renewIn(Duration lifetime) {
        renewAt = System.nanoTime() + lifetime.dividedBy(2).toNanos();
    }

    private Duration delay(int failures, Duration atLeast) {
        var waits = limits.waits();
        var doubled = waits.retryFirst().multipliedBy(1L << Math.min(failures - 1, 16));
        var most = doubled.compareTo(waits.retryLast()) < 0 ? doubled : waits.retryLast();
        var spread =
                most.dividedBy(2).plusNanos(random.nextLong(most.dividedBy(2).toNanos() + 1));
        return spread.compareTo(atLeast) < 0 ? atLeast : spread;
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
