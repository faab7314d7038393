// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Address;
import org.satchel.model.BoxId;
import org.satchel.model.MessageStore;
import org.satchel.model.SeekingFinder;
import org.satchel.model.share.Shares;
import org.satchel.nms.settings.Caller;
import org.satchel.nms.settings.Credentials;
import org.satchel.nms.settings.Login;
import org.satchel.nms.settings.NmsSettings;
import org.satchel.nms.settings.Schemes;
import org.satchel.nms.settings.Surroundings;
import org.satchel.push.Backoff;
import org.satchel.push.Followers;
import org.satchel.push.Outcome;
import org.satchel.push.Pause;
import org.satchel.push.PushLimits;
import org.satchel.push.Sink;
import org.satchel.push.Subscription;
import org.satchel.push.Subscriptions;
import org.satchel.push.Target;
import org.satchel.push.Timing;
import org.satchel.push.nodes.Nodes;
import org.satchel.push.webpush.WebPush;

/// A server with its followers, as the server module wires them.
final class Running implements AutoCloseable {
    /// Passwords; and tokens, which are the boxes that they open, with `visit:` in front when they open what is shared,
    /// too.
    private static final Login LOGIN = new Login() {
        @Override
        public Verdict check(Credentials credentials, InetAddress remote) {
            return switch (credentials) {
                case Credentials.Basic(var user, var password)
                when password.equals(Rest.PASSWORD) -> Verdict.of(names(user).map(Caller::owner));
                case Credentials.Bearer(var token)
                when token.contains("tel:") ->
                    new Verdict.Good(Caller.bearer(
                            Stream.of(token.replace("visit:", "").split(","))
                                    .map(BoxId::new)
                                    .toList(),
                            token.startsWith("visit:")));
                case Credentials _ -> new Verdict.Wrong();
            };
        }

        @Override
        public Schemes schemes() {
            return new Schemes(true, Schemes.tokens(List.of("Bearer:PAT_", "SIT")), false);
        }
    };

    final NmsServer server;
    final Subscriptions subscriptions;
    private final Followers followers;

    Running(NmsSettings settings, MessageStore store, InstantSource clock) {
        this(settings, store, clock, Nodes.alone(store.registry(), new SecureRandom()));
    }

    Running(NmsSettings settings, MessageStore store, InstantSource clock, Nodes nodes) {
        this(settings, store, clock, nodes, null);
    }

    Running(NmsSettings settings, MessageStore store, InstantSource clock, Nodes nodes, @Nullable WebPush webPush) {
        var random = new SecureRandom();
        subscriptions = new Subscriptions(store, PushLimits.DEFAULT, clock, random, nodes);
        server = new NmsServer(
                settings,
                new Surroundings(
                        store,
                        new Shares(store, clock),
                        new SeekingFinder(1 << 20),
                        subscriptions,
                        LOGIN,
                        Running::names,
                        Optional::empty,
                        clock,
                        webPush));
        followers = new Followers(
                store,
                subscriptions,
                this::sink,
                server.filters(),
                PushLimits.DEFAULT,
                new Backoff(List.of(Duration.ofMillis(100)), 0),
                new Timing(clock, Pause.REAL, random));
        server.start();
        followers.start();
    }

    private Sink sink(Subscription subscription) {
        return switch (subscription.terms().target()) {
            case Target.Callback _, Target.Channel _ -> server.sinks().open(subscription);
            case Target.PushDevice _, Target.WebPush _ -> _ -> new Outcome.Delivered();
        };
    }

    @Override
    public void close() {
        followers.close();
        server.close();
    }

    private static Optional<BoxId> names(String address) {
        if (address.equals("sip:ann@example.net")) {
            return Optional.of(Rest.ANN);
        }
        var known = Address.parse(address).map(it -> it.preferringTel().uri());
        return known.filter(uri -> uri.startsWith("tel:+1555")).map(BoxId::new);
    }
}
