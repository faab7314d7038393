// SPDX-License-Identifier: Apache-2.0
package org.satchel.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.Registry;
import org.satchel.nms.NmsServer;
import org.satchel.nms.settings.Surroundings;
import org.satchel.push.Callbacks;
import org.satchel.push.DeadLetter;
import org.satchel.push.DeadLetters;
import org.satchel.push.DeviceSessions;
import org.satchel.push.Pace;
import org.satchel.push.PushDevices;
import org.satchel.push.PushPolicy;
import org.satchel.push.SinkFactory;
import org.satchel.push.SubscriptionId;
import org.satchel.push.Target;
import org.satchel.push.WebhookKeys;
import org.satchel.push.outside.GuardedPost;
import org.satchel.push.pap.ApplicationIdForm;
import org.satchel.push.pap.Gateway;
import org.satchel.push.pap.GatewayLimits;
import org.satchel.push.pap.PapVersion;
import org.satchel.push.pap.PushGateways;
import org.satchel.push.pap.PushResult;
import org.satchel.push.pap.Receipts;
import org.satchel.push.pap.ResultListener;
import org.satchel.push.webpush.Vapid;
import org.satchel.push.webpush.WebPush;
import org.satchel.push.webpush.WebPushLimits;
import org.satchel.server.accounts.Account;
import org.satchel.server.config.HostPort;
import org.satchel.server.config.ServerConfig;
import org.satchel.server.metrics.Watched;

/// What tells subscribers who do not come by themselves: the configured push gateway, with the number of each account
/// as a device behind it, and WebPush. Knows where users may have this server post something.
final class Connectors implements AutoCloseable {
    private static final String GATEWAY = "default";
    private static final String NUMBER = "number";
    private static final int SECRET_FILE_BYTES_MAX = 4_096;

    private final PushGateways gateways;
    private final PushDevices devices;
    private final Callbacks callbacks;
    private final @Nullable WebPush webPush;
    private final @Nullable Receipts receipts;
    private final DeadLetters deadLetters;
    private final InstantSource clock;
    private final ServerConfig.PushResults results;
    private @Nullable ResultListener listener;
    private final @Nullable URI url;
    private final boolean wakeNumbers;
    private final String numberTag;
    private volatile BiPredicate<BoxId, String> listening = (_, _) -> false;

    /// @throws IOException when the secret of webhooks cannot be read
    Connectors(ServerConfig config, String domain, PushDevices devices, Registry registry, InstantSource clock)
            throws IOException {
        this.devices = devices;
        this.callbacks =
                new Callbacks(config.outside().reach(), keys(config.outside().keyFile()));
        this.webPush = webPush(config, registry, clock);
        var push = config.push();
        this.clock = clock;
        this.deadLetters = new DeadLetters(registry);
        this.results = push.results();
        this.receipts =
                results.url().isEmpty() ? null : Receipts.of(registry, URI.create(results.url()), new SecureRandom());
        this.url = push.gatewayUrl().isEmpty() ? null : URI.create(push.gatewayUrl());
        this.wakeNumbers = push.wakeNumbers();
        this.numberTag = push.numberTag();
        gateways = new PushGateways(
                url == null ? List.of() : List.of(gateway(url, push, domain, receipts)),
                PushPolicy.RECEIVED,
                new Sessions(),
                clock);
    }

    /// Where event lists may be posted, and how they are signed.
    Callbacks callbacks() {
        return callbacks;
    }

    /// The same surroundings, with WebPush where that is configured.
    Surroundings reaching(Surroundings rest) {
        return rest.withWebPush(webPush);
    }

    /// Makes the sinks of all subscriptions.
    ///
    /// @param nms knows those that came in over the REST interface, writes lists for WebPush, and sees who waits
    SinkFactory sinks(NmsServer nms) {
        listening = nms::isListening;
        return subscription -> switch (subscription.terms().target()) {
            case Target.Callback _, Target.Channel _ -> nms.sinks().open(subscription);
            case Target.PushDevice _ -> gateways.open(subscription);
            case Target.WebPush _ -> webPush().telling(nms.encoder()).open(subscription);
        };
    }

    /// Hears what became of pushes from now on, where that is configured.
    ///
    /// @return the address
    /// @throws IOException naming the setting, when the address cannot be had
    Optional<InetSocketAddress> listen() throws IOException {
        if (receipts == null || results.listen().isEmpty()) {
            return Optional.empty();
        }
        var address = HostPort.parse(results.listen()).socketAddress();
        try {
            listener = new ResultListener(address, results.sources(), receipts, this::heard);
            return Optional.of(listener.address());
        } catch (IOException taken) {
            throw new IOException(
                    "push.result-listen: " + results.listen() + " cannot be used (" + taken.getMessage() + ")", taken);
        }
    }

    /// Has what is configured counted.
    void watched(Watched figures) {
        if (url != null) {
            figures.gateway(() -> Objects.requireNonNull(gateways.counts().get(GATEWAY)));
        }
        var heard = listener;
        if (heard != null) {
            figures.results(heard::counts);
        }
    }

    private void heard(PushResult result) {
        if (result.state().isFailure()) {
            // <subscription>.<index>@<domain>, as all push-ids of this installation
            var id = result.pushId().split("[.@]", 3);
            var when = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            deadLetters.add(new DeadLetter(
                    when,
                    result.box(),
                    new SubscriptionId(id[0]),
                    Long.parseLong(id[1]),
                    "device",
                    result.state() + " " + result.status()));
        }
    }

    /// Registers the number that names the account's box, when numbers are to be woken.
    void registerNumber(Account account) {
        var address = account.addresses().getFirst().uri();
        if (url != null && wakeNumbers && address.startsWith("tel:+")) {
            devices.register(
                    account.box(), Target.PushDevice.plmn(NUMBER, GATEWAY, address.substring(4), url.getHost()));
        }
    }

    @Override
    public void close() {
        if (listener != null) {
            listener.close();
        }
        gateways.close();
        if (webPush != null) {
            webPush.close();
        }
    }

    private WebPush webPush() {
        if (webPush == null) {
            throw new IllegalArgumentException("webpush.contact is empty");
        }
        return webPush;
    }

    private static @Nullable WebPush webPush(ServerConfig config, Registry registry, InstantSource clock) {
        var contact = config.outside().contact();
        if (contact.isEmpty()) {
            return null;
        }
        var usual = WebPushLimits.DEFAULT;
        var pace = new Pace(
                config.push().quietWindow(),
                config.push().interval(),
                usual.pace().commitsPerListMax());
        return new WebPush(
                new GuardedPost(config.outside().reach(), usual.requestMax()),
                Vapid.of(registry, contact, new SecureRandom()),
                new WebPushLimits(pace, usual.within(), usual.requestMax(), usual.concurrentMax()),
                clock);
    }

    private static @Nullable WebhookKeys keys(String file) throws IOException {
        if (file.isEmpty()) {
            return null;
        }
        var path = Path.of(file);
        if (Files.size(path) > SECRET_FILE_BYTES_MAX) {
            throw new IOException("webhook.key-file: " + file + " is larger than " + SECRET_FILE_BYTES_MAX + " bytes");
        }
        var secret = Files.readString(path).lines().findFirst().orElse("").strip();
        try {
            return new WebhookKeys(secret.getBytes(UTF_8));
        } catch (IllegalArgumentException tooShort) {
            throw new IOException("webhook.key-file: " + file + ": " + tooShort.getMessage(), tooShort);
        }
    }

    private static Gateway gateway(URI url, ServerConfig.Push config, String domain, @Nullable Receipts receipts) {
        var can = config.abilities();
        var abilities =
                new Gateway.Abilities(can.contains("replace"), can.contains("cancel"), can.contains("query"), receipts);
        var defaults = GatewayLimits.DEFAULT;
        var limits = new GatewayLimits(
                new Pace(
                        config.quietWindow(), config.interval(), defaults.pace().commitsPerListMax()),
                defaults.deliverWithin(),
                defaults.requestMax(),
                defaults.concurrentMax(),
                defaults.failuresMax(),
                defaults.leaveAlone(),
                defaults.addressErrorsMax());
        var credentials = config.user().isEmpty() ? null : new Gateway.Credentials(config.user(), config.password());
        var form = ApplicationIdForm.valueOf(config.applicationIdForm().toUpperCase(Locale.ROOT));
        return new Gateway(
                GATEWAY,
                url,
                credentials,
                new Gateway.Wire(PapVersion.V2_1, form, domain, Gateway.Wire.TEMPLATE, abilities),
                limits);
    }

    /// Devices are known by the names that their sessions give themselves.
    private final class Sessions implements DeviceSessions {
        @Override
        public boolean isOwn(BoxId box, Target.PushDevice device, Actor actor) {
            return BY_INSTANCE.isOwn(box, device, actor);
        }

        @Override
        public boolean isConnected(BoxId box, Target.PushDevice device) {
            var name = device.instance().equals(NUMBER) ? numberTag : device.instance();
            return !name.isEmpty() && listening.test(box, name);
        }
    }
}
