// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.channels;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxId;
import org.satchel.model.Change;
import org.satchel.model.Commit;
import org.satchel.model.Registry;
import org.satchel.model.StoreFailure;
import org.satchel.nms.box.Secret;
import org.satchel.nms.events.EventLists;
import org.satchel.nms.json.Json;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.settings.NmsLimits;
import org.satchel.nms.type.Document;
import org.satchel.push.ListEncoder;
import org.satchel.push.Notification;
import org.satchel.push.Outcome;
import org.satchel.push.Sink;
import org.satchel.push.SinkFactory;
import org.satchel.push.Subscription;
import org.satchel.push.Target;

/// All channels: durable in the registry, at hand in memory. Makes the sinks of subscriptions that lead to one.
///
/// A channel is reached by two URLs that nobody can guess: one to fetch lists, one to name it in a subscription.
public final class Channels implements SinkFactory, AutoCloseable {
    private static final String PREFIX = "nms/channel/";
    private static final String ROOT = "channel";
    private static final int PAGE = 500;

    private final Registry registry;
    private final Json json;
    private final Secret secret;
    private final ListEncoder encoder;
    private final NmsLimits.Notifications limits;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final String base;
    private final Map<String, Channel> byId = new ConcurrentHashMap<>();
    private final Map<String, Channel> byPollName = new ConcurrentHashMap<>();

    /// @param base URL in front of `/nc`
    public Channels(
            Registry registry,
            Json json,
            Secret secret,
            ListEncoder encoder,
            NmsLimits.Notifications limits,
            InstantSource clock,
            RandomGenerator random,
            String base) {
        this.registry = registry;
        this.json = json;
        this.secret = secret;
        this.encoder = encoder;
        this.limits = limits;
        this.clock = clock;
        this.random = random;
        this.base = base;
        load();
    }

    /// Makes a channel, or answers with the one that the same request made before.
    ///
    /// @throws Refusal 409 when the correlator is known with another wish
    Channel create(BoxId box, String principal, Wish wish) {
        synchronized (byId) {
            var twin = list(box, principal).stream()
                    .filter(channel -> !wish.correlator().isEmpty()
                            && channel.facts().correlator().equals(wish.correlator()))
                    .findFirst();
            if (twin.isPresent()) {
                return same(twin.get(), wish);
            }
            if (of(box).size() >= limits.channelsPerBoxMax()) {
                throw new StoreFailure.OverQuota(limits.channelsPerBoxMax() + " channels");
            }
            var id = "c-" + HexFormat.of().toHexDigits(random.nextLong())
                    + HexFormat.of().toHexDigits(random.nextLong());
            var granted = granted(wish.lifetime());
            var expires = now().plus(granted).toEpochMilli();
            var facts = new Channel.Facts(
                    id,
                    box.text(),
                    principal,
                    wish.applicationTag(),
                    wish.correlator(),
                    wish.maxNotifications(),
                    granted.toSeconds(),
                    expires);
            keep(facts);
            var channel = new Channel(facts, limits.channelPendingMax());
            insert(channel);
            return channel;
        }
    }

    /// Live channels of a principal in a box.
    List<Channel> list(BoxId box, String principal) {
        return of(box).stream()
                .filter(channel -> channel.facts().principal().equals(principal))
                .toList();
    }

    /// @throws Refusal 404 when there is none
    Channel find(BoxId box, String principal, String id) {
        return live(byId.get(id))
                .filter(channel ->
                        channel.box().equals(box) && channel.facts().principal().equals(principal))
                .orElseThrow(() -> Refusal.notFound("channel " + id));
    }

    Optional<Channel> byPollName(String name) {
        return live(byPollName.get(name));
    }

    /// The channel that a subscription names as its `notifyURL`.
    public Optional<Channel> byCallbackUrl(String url) {
        int cut = url.lastIndexOf('/');
        return live(byId.get(url.substring(cut + 1).split("\\.", 2)[0]))
                .filter(channel -> callbackUrl(channel).equals(url));
    }

    /// Grants a new lifetime from now on.
    Channel extend(Channel channel, Duration wished) {
        synchronized (byId) {
            var old = channel.facts();
            var granted = granted(wished);
            var facts = new Channel.Facts(
                    old.id(),
                    old.box(),
                    old.principal(),
                    old.applicationTag(),
                    old.correlator(),
                    old.maxNotifications(),
                    granted.toSeconds(),
                    now().plus(granted).toEpochMilli());
            keep(facts);
            channel.setFacts(facts);
            return channel;
        }
    }

    void remove(Channel channel) {
        synchronized (byId) {
            registry.remove(PREFIX + channel.id());
            byId.remove(channel.id());
            byPollName.remove(pollName(channel.id()));
        }
        channel.end();
    }

    String pollUrl(Channel channel) {
        return base + "/nc/poll/" + pollName(channel.id());
    }

    String callbackUrl(Channel channel) {
        return base + "/nc/callback/" + channel.id() + "." + secret.name("callback " + channel.id());
    }

    Duration left(Channel channel) {
        return Duration.ofMillis(Math.max(0, channel.facts().expiresMillis() - now().toEpochMilli()));
    }

    /// How many polls wait now.
    public int pollsWaiting() {
        return (int) byId.values().stream().filter(Channel::isPolled).count();
    }

    @Override
    public Sink open(Subscription subscription) {
        if (!(subscription.terms().target() instanceof Target.Channel(var id, var _, var _))) {
            throw new IllegalArgumentException("subscription " + subscription.id() + " does not lead to a channel");
        }
        return new ChannelSink(id);
    }

    /// Answers every poll that waits. Channels stay for the next start.
    @Override
    public void close() {
        byId.values().forEach(Channel::close);
    }

    private Optional<Channel> live(@Nullable Channel channel) {
        if (channel != null && channel.isOver(now())) {
            remove(channel);
            return Optional.empty();
        }
        return Optional.ofNullable(channel);
    }

    private List<Channel> of(BoxId box) {
        return byId.values().stream()
                .filter(channel -> channel.box().equals(box))
                .filter(channel -> live(channel).isPresent())
                .sorted(Comparator.comparing(Channel::id))
                .toList();
    }

    private Channel same(Channel twin, Wish wish) {
        var facts = twin.facts();
        boolean equal = facts.applicationTag().equals(wish.applicationTag())
                && facts.maxNotifications() == wish.maxNotifications()
                && facts.grantedSeconds() == granted(wish.lifetime()).toSeconds();
        if (!equal) {
            throw Refusal.conflict(wish.correlator(), "clientCorrelator");
        }
        return twin;
    }

    private Duration granted(Duration wished) {
        return wished.compareTo(limits.channelLifetimeMax()) > 0 ? limits.channelLifetimeMax() : wished;
    }

    private String pollName(String id) {
        return secret.name("poll " + id);
    }

    private void keep(Channel.Facts facts) {
        registry.put(PREFIX + facts.id(), json.bytes(new Document(ROOT, facts)));
    }

    private void insert(Channel channel) {
        byId.put(channel.id(), channel);
        byPollName.put(pollName(channel.id()), channel);
    }

    private void load() {
        var page = registry.scan(PREFIX, "", PAGE);
        while (!page.isEmpty()) {
            for (var entry : page) {
                insert(new Channel(read(entry.getValue()), limits.channelPendingMax()));
            }
            page = registry.scan(PREFIX, page.getLast().getKey(), PAGE);
        }
        List.copyOf(byId.values()).forEach(this::live);
    }

    private Channel.Facts read(byte[] value) {
        try {
            return json.read(new ByteArrayInputStream(value), ROOT, Channel.Facts.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Instant now() {
        return clock.instant();
    }

    /// What a client asks for when it makes a channel.
    record Wish(String applicationTag, String correlator, int maxNotifications, Duration lifetime) {}

    /// Puts the lists of one subscription into its channel.
    private final class ChannelSink implements Sink {
        private final String id;

        ChannelSink(String id) {
            this.id = id;
        }

        @Override
        public Outcome deliver(Notification notification) throws InterruptedException {
            var channel = live(byId.get(id));
            if (channel.isEmpty()) {
                return new Outcome.Gone("its channel is no more");
            }
            var document = encoder.encode(notification);
            return document.isEmpty()
                    ? new Outcome.Skip()
                    : channel.get().hand(document.get().text(), left(channel.get()));
        }

        @Override
        public boolean wants(Commit commit, Change change) {
            return EventLists.isTold(change);
        }
    }
}
