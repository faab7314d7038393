// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.channels;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxId;
import org.satchel.model.Registry;
import org.satchel.model.StoreFailure;
import org.satchel.nms.box.Secret;
import org.satchel.nms.format.Json;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.settings.NmsLimits;
import org.satchel.nms.type.Document;
import org.satchel.push.Seats;
import org.satchel.push.Sink;
import org.satchel.push.SinkFactory;
import org.satchel.push.Subscription;
import org.satchel.push.Target;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All channels: durable in the registry, so that every node knows them; at hand where a client reads or a list
/// waits. Makes the sinks of subscriptions that lead to one.
///
/// A channel is reached by two URLs that nobody can guess: one to fetch lists, one to post to, which names it in
/// subscriptions too. Its lists wait at the node where it was read last.
public final class Channels implements SinkFactory, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Channels.class);
    /// From so many channels at hand on, those whose time is over are let go whenever their number has doubled.
    private static final int AT_HAND_MANY = 1_000;
    private static final int SEATS_AT_ONCE = 32;

    private final ChannelRows rows;
    private final Seats seats;
    private final Posted posted;
    private final ChannelUrls urls;
    private final Deliveries deliveries;
    private final NmsLimits.Notifications limits;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Channel> atHand = new ConcurrentHashMap<>();
    private final Semaphore seatsAtOnce = new Semaphore(SEATS_AT_ONCE);
    private final AtomicInteger letGoAt = new AtomicInteger(AT_HAND_MANY);

    /// @param base URL in front of `/nc`
    public Channels(
            Registry registry,
            Seats seats,
            Json json,
            Secret secret,
            Deliveries deliveries,
            NmsLimits.Notifications limits,
            InstantSource clock,
            RandomGenerator random,
            String base) {
        this.rows = new ChannelRows(registry, json);
        this.seats = seats;
        this.posted = new Posted(registry, json, random);
        this.urls = new ChannelUrls(secret, base);
        this.deliveries = deliveries;
        this.limits = limits;
        this.clock = clock;
        this.random = random;
        seats.watch(this::seatChanged);
        seats.watchNodes(this::keepSeats);
    }

    /// Makes a channel, or answers with the one that the same request made before.
    ///
    /// @throws Refusal 409 when the correlator is known with another wish
    Channel create(BoxId box, String principal, Wish wish) {
        var made = rows.change(box, present -> {
            var live = present.stream().filter(this::isLive).toList();
            var twin = live.stream()
                    .filter(facts -> facts.principal().equals(principal)
                            && !wish.correlator().isEmpty()
                            && facts.correlator().equals(wish.correlator()))
                    .findFirst();
            if (twin.isPresent()) {
                return new ListRow.Outcome<>(present, same(twin.get(), wish));
            }
            if (live.size() >= limits.channelsPerBoxMax()) {
                throw new StoreFailure.OverQuota(limits.channelsPerBoxMax() + " channels");
            }
            var fresh = fresh(box, principal, wish);
            return new ListRow.Outcome<>(
                    Stream.concat(live.stream(), Stream.of(fresh)).toList(), fresh);
        });
        return atHand(made);
    }

    /// Live channels of a principal in a box.
    List<Channel> list(BoxId box, String principal) {
        return rows.of(box).stream()
                .filter(this::isLive)
                .filter(facts -> facts.principal().equals(principal))
                .sorted(Comparator.comparing(Channel.Facts::id))
                .map(this::atHand)
                .toList();
    }

    /// @throws Refusal 404 when there is none
    Channel find(BoxId box, String principal, String id) {
        return live(box, id)
                .filter(channel -> channel.facts().principal().equals(principal))
                .orElseThrow(() -> Refusal.notFound("channel " + id));
    }

    /// True when the owner of the box has such a channel.
    boolean isOf(BoxId box, String id) {
        return live(box, id)
                .filter(channel -> channel.facts().principal().equals(box.text()))
                .isPresent();
    }

    /// @param path that the URL of a channel has, as [ChannelUrls] knows it
    /// @param mark its last segment
    Optional<Channel> byUrl(String path, String mark) {
        return urls.mark(path, mark).flatMap(this::live);
    }

    /// The channel of a box that a subscription names as its `notifyURL`.
    public Optional<Channel> byCallbackUrl(BoxId box, String url) {
        return urls.named(ChannelUrls.CALLBACK, url)
                .filter(named -> named.box().equals(box))
                .flatMap(this::live);
    }

    /// Grants a new lifetime from now on.
    ///
    /// @throws Refusal 404 when it was removed meanwhile
    Channel extend(Channel channel, Duration wished) {
        var granted = granted(wished);
        var extended = rows.change(channel.box(), present -> {
            var facts = present.stream()
                    .filter(one -> one.id().equals(channel.id()))
                    .findFirst()
                    .orElseThrow(() -> Refusal.notFound("channel " + channel.id()))
                    .lasting(granted, now());
            return new ListRow.Outcome<>(
                    present.stream()
                            .map(one -> one.id().equals(facts.id()) ? facts : one)
                            .toList(),
                    facts);
        });
        return atHand(extended);
    }

    void remove(Channel channel) {
        rows.retain(channel.box(), facts -> !facts.id().equals(channel.id()));
        end(channel.id());
        seats.remove(channel.box(), channel.id());
        posted.clear(channel.box(), channel.id());
    }

    /// Queues what an application server says, until the client fetches it, wherever that is.
    ///
    /// @throws Refusal 403 for a channel that nobody fetches from
    /// @throws StoreFailure.Unavailable when too much waits there
    void post(Channel channel, Document document) {
        if (channel.facts().kind() == ChannelType.NATIVE) {
            throw Refusal.forbidden("notifications to a native channel");
        }
        posted.add(channel.box(), channel.id(), document);
        if (seats.isHere(channel.box(), channel.id())) {
            showPosted(channel);
        } else {
            seats.call(channel.box(), channel.id());
        }
    }

    /// A client reads here: its lists come here from now on, wherever it was before.
    ///
    /// @throws StoreFailure.Unavailable when that cannot be told to the other nodes; the reader is not known then
    void read(Channel channel, Reader reader) {
        seats.take(channel.box(), channel.id());
        showPosted(channel);
        channel.read(reader);
        if (!isSeatedHere(channel)) {
            // It came to another node in the same moment, and that came last.
            channel.release(reader, Reader.Reason.NEWER);
        }
    }

    /// Ends a channel whose time is over, unless it was given more somewhere.
    void look(Channel channel) {
        live(channel.box(), channel.id());
    }

    String readUrl(Channel channel) {
        return urls.reading(channel.facts());
    }

    String callbackUrl(Channel channel) {
        return urls.callback(channel.facts());
    }

    Duration left(Channel channel) {
        return Duration.ofMillis(Math.max(0, channel.facts().expiresMillis() - now().toEpochMilli()));
    }

    /// True when the client of a channel waits here now, in the name of this device: its `applicationTag`.
    public boolean isListening(BoxId box, String device) {
        return rows.of(box).stream()
                .filter(facts -> isLive(facts) && facts.applicationTag().equals(device))
                .map(facts -> atHand.get(facts.id()))
                .anyMatch(channel -> channel != null && channel.isRead());
    }

    /// How many polls wait now.
    public int pollsWaiting() {
        return (int) atHand.values().stream().filter(Channel::isPolled).count();
    }

    /// How many WebSockets are open now.
    public int socketsOpen() {
        return (int) atHand.values().stream().filter(Channel::hasSocket).count();
    }

    @Override
    public Sink open(Subscription subscription) {
        if (!(subscription.terms().target() instanceof Target.Channel(var id, var _, var _))) {
            throw new IllegalArgumentException("subscription " + subscription.id() + " does not lead to a channel");
        }
        return new ChannelSink(this, deliveries, subscription.box(), id);
    }

    /// Has everybody leave who reads. Channels stay for the next start.
    @Override
    public void close() {
        atHand.values().forEach(Channel::close);
    }

    /// The client reads here or elsewhere now, or the channel is no more.
    private void seatChanged(BoxId box, String id) {
        var channel = atHand.get(id);
        if (channel == null) {
            return;
        }
        if (rows.find(box, id).isEmpty()) {
            end(id);
        } else if (!seats.isHere(box, id)) {
            channel.leave(Reader.Reason.NEWER);
        } else if (channel.isRead()) {
            showPosted(channel);
        }
    }

    private void showPosted(Channel channel) {
        channel.show(
                posted.of(channel.box(), channel.id()),
                id -> Thread.ofVirtual().name("posted-" + channel.id()).start(() -> fetched(channel, id)));
    }

    private void fetched(Channel channel, String id) {
        try {
            posted.remove(channel.box(), channel.id(), id);
        } catch (StoreFailure failure) {
            LOG.warn("a notification in channel {} may come twice: {}", channel.id(), failure.getMessage());
        }
    }

    /// Nodes have come or gone: whose lists went by that must not lose sight of who reads here.
    private void keepSeats() {
        for (var channel : atHand.values()) {
            if (channel.isRead()) {
                Thread.ofVirtual().name("seat-" + channel.id()).start(() -> keepSeat(channel));
            }
        }
    }

    private boolean isSeatedHere(Channel channel) {
        try {
            return seats.isHere(channel.box(), channel.id());
        } catch (StoreFailure.Unavailable failure) {
            LOG.debug("seat of channel {} is not known", channel.id(), failure);
            return false;
        }
    }

    private void keepSeat(Channel channel) {
        seatsAtOnce.acquireUninterruptibly();
        try {
            if (seats.isHere(channel.box(), channel.id())) {
                seats.take(channel.box(), channel.id());
            }
        } catch (StoreFailure failure) {
            LOG.warn("lists of channel {} come when it is read again: {}", channel.id(), failure.getMessage());
        } finally {
            seatsAtOnce.release();
        }
    }

    private Optional<Channel> live(ChannelUrls.Named named) {
        return live(named.box(), named.id());
    }

    /// @return empty when there is none, or its time is over
    Optional<Channel> live(BoxId box, String id) {
        var found = rows.find(box, id);
        if (found.filter(this::isLive).isPresent()) {
            return found.map(this::atHand);
        }
        end(id);
        if (found.isPresent()) {
            rows.retain(box, this::isLive);
            seats.remove(box, id);
            posted.clear(box, id);
        }
        return Optional.empty();
    }

    private Channel atHand(Channel.Facts facts) {
        if (atHand.size() >= letGoAt.get()) {
            atHand.values().stream()
                    .filter(channel -> !isLive(channel.facts()))
                    .map(Channel::id)
                    .toList()
                    .forEach(this::end);
            letGoAt.set(Math.max(AT_HAND_MANY, 2 * atHand.size()));
        }
        var channel = atHand.computeIfAbsent(facts.id(), _ -> new Channel(facts, limits.channelPendingMax()));
        channel.setFacts(facts);
        return channel;
    }

    private void end(String id) {
        var channel = atHand.remove(id);
        seats.forget(id);
        if (channel != null) {
            channel.end();
        }
    }

    private Channel.Facts fresh(BoxId box, String principal, Wish wish) {
        var id = "c-" + HexFormat.of().toHexDigits(random.nextLong())
                + HexFormat.of().toHexDigits(random.nextLong());
        var granted = granted(wish.lifetime());
        return new Channel.Facts(
                id,
                box.text(),
                principal,
                wish.applicationTag(),
                wish.correlator(),
                wish.type(),
                wish.receiver(),
                wish.maxNotifications(),
                granted.toSeconds(),
                now().plus(granted).toEpochMilli());
    }

    private Channel.Facts same(Channel.Facts twin, Wish wish) {
        boolean equal = wish.type().equals(twin.shownType())
                && Objects.equals(wish.receiver(), twin.receiver())
                && twin.applicationTag().equals(wish.applicationTag())
                && twin.maxNotifications() == wish.maxNotifications()
                && twin.grantedSeconds() == granted(wish.lifetime()).toSeconds();
        if (!equal) {
            throw Refusal.conflict(wish.correlator(), "clientCorrelator");
        }
        return twin;
    }

    private Duration granted(Duration wished) {
        return wished.compareTo(limits.channelLifetimeMax()) > 0 ? limits.channelLifetimeMax() : wished;
    }

    private boolean isLive(Channel.Facts facts) {
        return !facts.isOver(now());
    }

    private Instant now() {
        return clock.instant();
    }

    /// What a client asks for when it makes a channel.
    ///
    /// @param type as it wrote it
    /// @param receiver of a native channel
    record Wish(
            String applicationTag,
            String correlator,
            String type,
            Target.@Nullable WebPush receiver,
            int maxNotifications,
            Duration lifetime) {}
}
