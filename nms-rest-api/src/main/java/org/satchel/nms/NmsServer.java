// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.logging.Level;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.satchel.convert.Converter;
import org.satchel.convert.ImageScaler;
import org.satchel.model.BoxId;
import org.satchel.nms.box.Boxes;
import org.satchel.nms.box.FolderLookup;
import org.satchel.nms.box.Secret;
import org.satchel.nms.bulk.BulkResource;
import org.satchel.nms.channels.CallbackHandler;
import org.satchel.nms.channels.Channels;
import org.satchel.nms.channels.ChannelsResource;
import org.satchel.nms.channels.Deliveries;
import org.satchel.nms.channels.ListForm;
import org.satchel.nms.channels.OpenRenewal;
import org.satchel.nms.channels.PollHandler;
import org.satchel.nms.channels.Registrations;
import org.satchel.nms.channels.SocketHandler;
import org.satchel.nms.channels.WebPushResource;
import org.satchel.nms.conversations.ConversationsResource;
import org.satchel.nms.deposit.Uploads;
import org.satchel.nms.events.EventLists;
import org.satchel.nms.events.RestartTokens;
import org.satchel.nms.folders.FolderOperations;
import org.satchel.nms.folders.FolderTransfers;
import org.satchel.nms.folders.FoldersResource;
import org.satchel.nms.format.BodyReader;
import org.satchel.nms.format.DocumentWriter;
import org.satchel.nms.format.Documents;
import org.satchel.nms.format.Json;
import org.satchel.nms.http.Answers;
import org.satchel.nms.http.Bridge;
import org.satchel.nms.http.FailureMapper;
import org.satchel.nms.http.Gate;
import org.satchel.nms.http.Health;
import org.satchel.nms.http.PlainErrors;
import org.satchel.nms.http.Rates;
import org.satchel.nms.http.SecondMount;
import org.satchel.nms.http.Traffic;
import org.satchel.nms.objects.FlagsResource;
import org.satchel.nms.objects.ObjectsResource;
import org.satchel.nms.objects.Shortcut;
import org.satchel.nms.openapi.Description;
import org.satchel.nms.openapi.OpenApi;
import org.satchel.nms.openapi.Pages;
import org.satchel.nms.payload.PayloadResource;
import org.satchel.nms.problem.Problems;
import org.satchel.nms.search.Criteria;
import org.satchel.nms.search.SearchResource;
import org.satchel.nms.search.Selection;
import org.satchel.nms.settings.NmsSettings;
import org.satchel.nms.settings.Surroundings;
import org.satchel.nms.sharing.GrantsResource;
import org.satchel.nms.subscriptions.Filters;
import org.satchel.nms.subscriptions.SubscriptionsResource;
import org.satchel.nms.subscriptions.Targets;
import org.satchel.push.FilterReader;
import org.satchel.push.ListEncoder;
import org.satchel.push.SinkFactory;
import org.satchel.push.Target;
import org.satchel.push.Webhooks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// OMA NMS and Notification Channel over HTTP/1.1. Made, started, closed; each once.
///
/// Each request runs on a virtual thread of its own; a small pool of platform threads only moves bytes between
/// sockets and buffers.
public final class NmsServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NmsServer.class);
    /// Held, so that its level stays: Jersey warns that resource instances are no providers, which is as it
    /// should be.
    private static final java.util.logging.Logger JERSEY_PROVIDERS =
            java.util.logging.Logger.getLogger("org.glassfish.jersey.internal.inject.Providers");

    static {
        JERSEY_PROVIDERS.setLevel(Level.SEVERE);
    }

    /// Held by every request until it is answered, long polls too: small.
    private static final int INPUT_BUFFER_BYTES = 4 * 1024;
    private static final int POOL_THREADS_MAX = 32;
    private static final int POOL_THREADS_MIN = 4;

    private final NmsSettings settings;
    private final Server server;
    private final ServerConnector connector;
    private final URI base;
    private final EventLists encoder;
    private final Filters filters;
    private final Webhooks webhooks;
    private final Channels channels;
    private final Rates rates;
    private final Traffic traffic;
    private final Description description;

    /// Binds the address, so that the URLs of answers are known.
    ///
    /// @throws java.io.UncheckedIOException when the address is taken
    public NmsServer(NmsSettings settings, Surroundings with) {
        this.settings = settings;
        var limits = settings.limits();
        server = new Server(pool());
        connector = connector(server, settings, with.login().schemes().certificates());
        base = settings.publicBase() == null ? bound() : settings.publicBase();

        var store = "/nms/v1/" + settings.storeName();
        var profile = settings.profile();
        var random = new SecureRandom();
        var secret = Secret.of(with.store().registry(), random);
        var json = new Json(limits.bodies());
        var documents = new Documents(json, limits.bodies());
        var answers = new Answers(documents);
        var problems = new Problems(
                limits.connections().retryAfter(), profile.answers().full());
        var folders = new FolderLookup(profile.aliases());
        var boxes = new Boxes(with.store(), with.names(), with.shares(), profile, base + store);
        var uploads = new Uploads(limits.bodies(), folders, with.clock(), random);
        var pages = limits.pages().withSearchDefault(profile.searchDefault());
        var criteria = new Criteria(profile);
        var notifications = limits.notifications();
        var tokens = new RestartTokens(secret);
        encoder = new EventLists(with.store(), boxes::urls, tokens, documents);
        filters = new Filters(criteria, json);
        webhooks = new Webhooks(settings.callbacks(), encoder, notifications.callbackMax(), with.clock());
        var form = new ListForm(documents, profile.channels().singleList());
        var registrations = new Registrations(json, with.webPush());
        channels = new Channels(
                with.store().registry(),
                with.subscriptions().seats(),
                json,
                secret,
                new Deliveries(encoder, form, with.webPush()),
                notifications,
                with.clock(),
                random,
                base.toString());
        var targets = new Targets(channels, webhooks);
        var selection = new Selection(with.finder(), criteria, folders, secret, pages);
        var objects = new ObjectsResource(boxes, uploads);
        var resources = new ResourceConfig()
                .property(ServerProperties.WADL_FEATURE_DISABLE, true)
                .property(CommonProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true)
                .property(CommonProperties.METAINF_SERVICES_LOOKUP_DISABLE, true)
                .register(new BodyReader(documents))
                .register(new DocumentWriter(documents))
                .register(new FailureMapper(problems))
                .registerInstances(
                        objects,
                        new FlagsResource(boxes, profile.answers()),
                        new PayloadResource(
                                boxes, secret, new Converter(new ImageScaler(ImageScaler.Limits.DEFAULT)), problems),
                        new SearchResource(boxes, selection),
                        new FoldersResource(boxes, folders, secret, pages),
                        new FolderOperations(boxes, folders, secret, problems, pages),
                        new FolderTransfers(boxes, folders, problems, pages),
                        new BulkResource(boxes, folders, selection, uploads, problems, pages, profile.bulkDelete()),
                        new ConversationsResource(boxes, secret, pages),
                        new GrantsResource(boxes, folders, with.shares(), with.clock()),
                        new SubscriptionsResource(boxes, with.subscriptions(), filters, targets, tokens),
                        new ChannelsResource(
                                boxes,
                                channels,
                                registrations,
                                notifications.channelPendingMax(),
                                profile.channels(),
                                base.toString()),
                        new WebPushResource(boxes, registrations));
        description = new Description(() -> OpenApi.of(
                settings,
                with.login().schemes(),
                base,
                resources.getInstances().stream()
                        .<Class<?>>map(Object::getClass)
                        .filter(type -> type.isAnnotationPresent(Path.class))
                        .toList()));
        var bridge = new Bridge(resources, problems, answers);
        rates = new Rates(limits.rates(), System::nanoTime);
        var gate = new Gate(
                List.of(store + "/", "/notificationchannel/v1/"),
                new Handler.Sequence(new Shortcut(store, objects, documents, problems, answers), bridge),
                with.login(),
                rates,
                problems,
                answers);
        var inside = new Handler.Sequence(
                new PollHandler(channels, notifications.pollMax(), problems, answers, form),
                new SocketHandler(
                        ServerWebSocketContainer.ensure(server), channels, limits.sockets(), problems, answers, form),
                new CallbackHandler(channels, documents, rates, problems, answers));
        if (profile.channels().openRenewal()) {
            inside.addHandler(new OpenRenewal(bridge, channels, with.names(), problems, answers));
        }
        if (settings.docs()) {
            inside.addHandler(new Pages(description, base, answers));
        }
        inside.addHandler(gate);
        traffic = new Traffic(profile.channels().secondMount() ? new SecondMount(inside, store) : inside);
        server.setHandler(new GracefulHandler(new Handler.Sequence(new Health(with.readiness(), answers), traffic)));
        server.setErrorHandler(new PlainErrors(answers));
        server.setStopTimeout(limits.connections().stopMax().toMillis());
    }

    public void start() {
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("REST interface does not start", e);
        }
        LOG.info("NMS at {}", base);
    }

    /// The address it listens on.
    public InetSocketAddress address() {
        return new InetSocketAddress(settings.bind().getAddress(), connector.getLocalPort());
    }

    /// What clients put in front of `/nms` and `/notificationchannel`.
    public URI base() {
        return base;
    }

    /// What this server says of its interface: an OpenAPI document in JSON.
    public byte[] openApi() {
        return description.bytes();
    }

    /// Makes the sinks of subscriptions that came in here: those to channels, and those to URLs.
    public SinkFactory sinks() {
        return subscription -> switch (subscription.terms().target()) {
            case Target.Channel _ -> channels.open(subscription);
            case Target.Callback _ -> webhooks.open(subscription);
            case Target.PushDevice _, Target.WebPush _ ->
                throw new IllegalArgumentException("subscription " + subscription.id() + " is a device's");
        };
    }

    /// Writes event lists as clients of this interface read them.
    public ListEncoder encoder() {
        return encoder;
    }

    /// Reads the filters of subscriptions that came in here.
    public FilterReader filters() {
        return filters;
    }

    /// True when a client that calls itself by this name, as the `applicationTag` of its channel, waits at this node
    /// for what happens in a box: it hears by itself.
    public boolean isListening(BoxId box, String device) {
        return channels.isListening(box, device);
    }

    /// How many long polls wait now: a figure for whoever watches the server.
    public int pollsWaiting() {
        return channels.pollsWaiting();
    }

    /// How many WebSockets read channels now: another one.
    public int socketsOpen() {
        return channels.socketsOpen();
    }

    /// How many requests were answered so far, health aside.
    ///
    /// @param statusClass first digit of the status
    public long answered(int statusClass) {
        return traffic.answered(statusClass);
    }

    /// How many requests were refused so far because their sender comes too often.
    public long throttled() {
        return rates.refused();
    }

    /// Answers what waits, lets what runs come to its end, and closes. Returns within the stop limit.
    @Override
    public void close() {
        channels.close();
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("REST interface stopped with an error", e);
        }
        webhooks.close();
    }

    private static QueuedThreadPool pool() {
        var pool = new QueuedThreadPool(POOL_THREADS_MAX, POOL_THREADS_MIN);
        pool.setName("nms-io");
        var named = Thread.ofVirtual().name("nms-request-", 0).factory();
        pool.setVirtualThreadsExecutor(task -> named.newThread(task).start());
        return pool;
    }

    private static ServerConnector connector(Server server, NmsSettings settings, boolean asksForCertificates) {
        var limits = settings.limits().connections();
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setInputBufferSize(INPUT_BUFFER_BYTES);
        http.setRequestHeaderSize(limits.headerBytesMax());
        http.setIdleTimeout(limits.idleMax().toMillis());
        // Ids and flags of clients hold escaped characters that a file server would rightly fear: %5CSeen.
        http.setUriCompliance(UriCompliance.DEFAULT.with(
                "nms",
                UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS,
                UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
                UriCompliance.Violation.AMBIGUOUS_PATH_PARAMETER));
        if (settings.tls() != null) {
            // The certificate may be self-signed, and clients may come by address: names are for them to check.
            http.addCustomizer(new SecureRequestCustomizer(false));
        }
        var factory = new HttpConnectionFactory(http);
        var connector = settings.tls() == null
                ? new ServerConnector(server, 1, 1, factory)
                : new ServerConnector(server, 1, 1, tls(settings.tls(), asksForCertificates, factory), factory);
        connector.setHost(settings.bind().getAddress().getHostAddress());
        connector.setPort(settings.bind().getPort());
        connector.setIdleTimeout(limits.idleMax().toMillis());
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(limits.openMax(), connector));
        try {
            connector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return connector;
    }

    private static SslConnectionFactory tls(
            SSLContext context, boolean asksForCertificates, HttpConnectionFactory next) {
        var factory = new SslContextFactory.Server();
        factory.setSslContext(context);
        factory.setSniRequired(false);
        factory.setWantClientAuth(asksForCertificates);
        return new SslConnectionFactory(factory, next.getProtocol());
    }

    private URI bound() {
        var host = settings.bind().getAddress().getHostAddress();
        var shown = host.contains(":") ? "[" + host + "]" : host;
        return URI.create((settings.tls() == null ? "http://" : "https://") + shown + ":" + connector.getLocalPort());
    }
}
