// SPDX-License-Identifier: Apache-2.0
package org.satchel.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.ImapServer;
import org.satchel.imap.james.JamesEngine;
import org.satchel.model.SeekingFinder;
import org.satchel.nms.NmsServer;
import org.satchel.nms.settings.NmsLimits;
import org.satchel.nms.settings.NmsSettings;
import org.satchel.nms.settings.Surroundings;
import org.satchel.push.Backoff;
import org.satchel.push.Followers;
import org.satchel.push.Pause;
import org.satchel.push.PushDevices;
import org.satchel.push.PushLimits;
import org.satchel.push.Subscriptions;
import org.satchel.push.Timing;
import org.satchel.push.nodes.Company;
import org.satchel.push.nodes.Nodes;
import org.satchel.push.nodes.Rhythm;
import org.satchel.recorder.Recorder;
import org.satchel.recorder.RecorderLimits;
import org.satchel.recorder.sip.JainSipPort;
import org.satchel.server.config.HostPort;
import org.satchel.server.config.ServerConfig;
import org.satchel.server.config.Tls;
import org.satchel.server.keeping.Keeper;
import org.satchel.server.keeping.SteadyTime;
import org.satchel.server.keeping.Times;
import org.satchel.server.metrics.Metrics;
import org.satchel.server.metrics.Watched;
import org.satchel.server.storage.ManyMachines;
import org.satchel.server.storage.OneMachine;
import org.satchel.server.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running installation: the store and all faces over it, wired here and nowhere else.
///
/// Things start in the order in which they depend on each other, and stop in reverse. When one does not start,
/// those before it are stopped again.
public final class Node implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final String STORE_FOLDER = "store";
    private static final List<String> SMALL_FILES = List.of("accounts", "tls.p12", "tls.secret");

    private final ServerConfig config;
    /// What others stand on, newest first.
    private final Deque<AutoCloseable> foundation = new ArrayDeque<>();
    /// The other servers of the store; null = there are none.
    private @Nullable Company company;
    /// What nobody else needs.
    private final List<AutoCloseable> faces = new ArrayList<>();

    public Node(ServerConfig config) {
        this.config = config;
    }

    /// Starts everything.
    ///
    /// @return the line that says where the faces listen
    /// @throws IOException when the store cannot be opened or an address cannot be had; nothing runs then
    public String start() throws IOException {
        try {
            return "READY " + startAll();
        } catch (IOException | RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /// What the server that has this data folder open says of itself; empty when none has.
    public static Optional<String> status(Path data) throws IOException {
        return ControlSocket.ask(data, "status").map(answer -> answer.replaceFirst("^ok ", ""));
    }

    /// What keeps the server that has this data folder open from taking new objects; `ok` when nothing does, empty when
    /// there is no such server.
    public static Optional<String> health(Path data) throws IOException {
        return ControlSocket.ask(data, "health").map(answer -> answer.replaceFirst("^error ", ""));
    }

    /// Copies the data folder to a new one: the store by the running server when there is one, else by opening
    /// it; then the accounts and the TLS identity. A server can be started on the copy.
    ///
    /// @return where the copy is
    public static Path backup(ServerConfig config, Path target) throws IOException {
        var refusal = Storage.noBackup(config);
        if (refusal.isPresent()) {
            throw new IOException(refusal.get());
        }
        Files.createDirectory(target);
        var copy = target.resolve(STORE_FOLDER);
        var answer = ControlSocket.ask(config.data(), "backup " + copy);
        if (answer.isEmpty()) {
            try (var storage = Storage.open(config, InstantSource.system())) {
                storage.backup(copy);
            }
        } else if (!answer.get().startsWith("ok")) {
            throw new IOException(answer.get());
        }
        for (var name : SMALL_FILES) {
            var file = config.data().resolve(name);
            if (Files.exists(file)) {
                Files.copy(file, target.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return target;
    }

    /// Has the server that has this data folder open copy the rows of its store.
    ///
    /// @param target not there yet, on the file system of the store
    /// @return false when there is no such server
    public static boolean copyRows(Path data, Path target) throws IOException {
        var answer = ControlSocket.ask(data, "copy-rows " + target);
        if (answer.isPresent() && !answer.get().equals("ok")) {
            throw new IOException(answer.get());
        }
        return answer.isPresent();
    }

    /// What the running server could not tell, one line each; empty when there is no such server.
    public static Optional<String> deadLetters(Path data) throws IOException {
        return ControlSocket.ask(data, "dead-letters");
    }

    /// Has rights of users listed, given or taken away: by the running server when there is one, else by opening the
    /// store.
    ///
    /// @param request as [Overrides] reads it
    public static String grants(ServerConfig config, String request) throws IOException {
        var answer = ControlSocket.ask(config.data(), "grants " + request);
        return answer.isPresent() ? answer.get() : Sharing.withoutServer(config, request);
    }

    /// Stops the faces, all at the same time, so that the slowest decides how long it takes; then what they stand
    /// on, last first. What fails to stop does not keep the others from it.
    @Override
    public void close() {
        var stopping = faces.stream()
                .map(face -> Thread.ofVirtual().name("stop").start(() -> stop(face)))
                .toList();
        faces.clear();
        try {
            for (var thread : stopping) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        while (!foundation.isEmpty()) {
            stop(foundation.pop());
        }
    }

    private Faces startAll() throws IOException {
        var clock = InstantSource.system();
        var domain = domain();
        Files.createDirectories(config.data());
        base(FolderLock.of(config.data()));
        var tls = tls(domain);
        var metrics = new Metrics();
        var storage = base(Storage.open(config, clock, metrics::measuredPayloads));
        checkServable(storage);
        var sharing = base(new Sharing(config.box(), storage, metrics.measured(storage.store()), clock));
        var store = sharing.store();
        var watched = new Watched(metrics).readiness(storage::obstacle).disk(config.data());
        var finder = new SeekingFinder(config.engine().orderBytesMax());
        var nodes = nodes(storage);
        var subscriptions = new Subscriptions(store, PushLimits.DEFAULT, clock, new SecureRandom(), nodes);
        var push = base(new Connectors(config, domain, new PushDevices(subscriptions), store.registry(), clock));
        var boxes = new Boxes(store, storage.accounts(), push::registerNumber);

        var addresses = new LinkedHashMap<String, InetSocketAddress>();
        var imapSettings = Listening.imap(config, tls);
        var entrances = base(new Entrances(config.logins(), storage, boxes, clock));
        var engine = new JamesEngine(
                store,
                sharing.shares(),
                finder,
                entrances.imap(),
                entrances.mechanisms(),
                imapSettings.limits(),
                clock);
        var imap = face(new ImapServer(imapSettings, engine));
        listen("imap.listen", config.imap().listen(), imap::start);
        addresses.put("imap", imap.address());
        watched.imap(imap, config.imap().connectionsMax());
        var surroundings = new Surroundings(
                store,
                sharing.shares(),
                finder,
                subscriptions,
                entrances.nms(config.http().access(), httpTls(tls)),
                boxes::of,
                storage::obstacle,
                clock);
        var nms = listen(
                "http.listen",
                config.http().listen(),
                () -> new NmsServer(
                        nmsSettings(httpTls(tls)).withCallbacks(push.callbacks()), push.reaching(surroundings)));
        var sinks = push.sinks(nms);
        var timing = new Timing(clock, Pause.REAL, new SecureRandom());
        var followers =
                new Followers(store, subscriptions, sinks, nms.filters(), PushLimits.DEFAULT, Backoff.DEFAULT, timing);
        // The followers hand lists to channels of the REST face: they stop before it does.
        face(() -> {
            stop(followers);
            stop(nms);
        });
        if (company != null) {
            company.start();
            checkServable(storage); // who moves a store away marks it, and then looks for signs of life
        }
        nms.start();
        followers.start();
        addresses.put("http", nms.address());
        watched.nms(nms).push(followers);
        if (config.sip().enabled()) {
            var port = new JainSipPort(config.sip().listen().socketAddress(), RecorderLimits.DEFAULT);
            var recorder = face(new Recorder(store, boxes::of, port, SipFace.settings(config.sip(), domain), clock));
            listen("sip.listen", config.sip().listen(), () -> {
                recorder.start();
                return recorder;
            });
            addresses.put("sip", recorder.address());
            watched.recorder(recorder);
        }
        var time = new SteadyTime(store.registry(), clock, System::nanoTime);
        var keeper = face(new Keeper(store, Times.of(config.box()), time, nodes.membership()));
        keeper.start();
        sharing.start();
        watched.keeping(keeper);
        if (!config.metrics().listen().isEmpty()) {
            var listen = HostPort.parse(config.metrics().listen());
            var listener = listen("metrics.listen", listen, () -> metrics.listen(listen.socketAddress()));
            addresses.put("metrics", face(listener).address());
        }
        push.listen().ifPresent(address -> addresses.put("push-results", address));
        push.watched(watched);
        var where = new Faces(addresses);
        face(new ControlSocket(config.data(), new Control(storage, sharing.overrides(), where)::answer));
        storage.start();
        return where;
    }

    private static void checkServable(Storage storage) throws IOException {
        var refusal = storage.notToBeServed();
        if (refusal.isPresent()) {
            throw new IOException(refusal.get());
        }
    }

    private Nodes nodes(Storage storage) {
        var registry = storage.store().registry();
        return switch (storage) {
            case OneMachine _ -> Nodes.alone(registry, new SecureRandom());
            case ManyMachines _ -> {
                company = base(new Company(registry, Rhythm.DEFAULT, new SecureRandom()));
                yield company.nodes();
            }
        };
    }

    private <T extends AutoCloseable> T base(T part) {
        foundation.push(part);
        return part;
    }

    private <T extends AutoCloseable> T face(T part) {
        faces.add(part);
        return part;
    }

    /// @throws IOException naming the setting and the address when the face cannot listen there
    private static <T> T listen(String setting, HostPort address, Opening<T> opening) throws IOException {
        try {
            return opening.open();
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            throw new IOException(
                    setting + ": " + address + " cannot be used (" + deepest(e).getMessage() + ")", e);
        }
    }

    private static Throwable deepest(Throwable failure) {
        var deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest;
    }

    private static void stop(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("{} did not stop cleanly", part.getClass().getSimpleName(), e);
        }
    }

    private @Nullable TlsIdentity tls(String domain) throws IOException {
        boolean needed = config.imap().tls().at(config.imap().listen()) != Tls.OFF
                || config.http().tls().at(config.http().listen()) == Tls.ON;
        if (!needed) {
            return null;
        }
        var identity = TlsIdentity.load(config.data(), domain, clientAuthorities());
        LOG.info("TLS certificate SHA-256 {}", identity.fingerprint());
        return identity;
    }

    private Optional<Path> clientAuthorities() {
        var file = config.logins().clientCaFile();
        return file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file));
    }

    private NmsSettings nmsSettings(@Nullable TlsIdentity tls) {
        var http = config.http();
        var usual = NmsLimits.DEFAULT;
        var bodies = usual.bodies();
        var waits = usual.notifications();
        var limits = usual.with(new NmsLimits.Bodies(
                        config.box().objectBytesMax(),
                        bodies.jsonBytesMax(),
                        bodies.jsonDepthMax(),
                        bodies.partsMax(),
                        bodies.partHeaderBytesMax(),
                        bodies.partDepthMax()))
                .with(usual.connections().withOpenMax(http.connectionsMax()))
                .with(new NmsLimits.Notifications(
                        http.longPollTime(),
                        waits.channelsPerBoxMax(),
                        waits.channelPendingMax(),
                        waits.channelLifetimeMax(),
                        waits.callbackMax()))
                .with(http.access().rates());
        var settings = NmsSettings.plain(http.listen().socketAddress())
                .withStoreName(http.storeName())
                .withProfile(http.profile())
                .withDocs(http.docs())
                .withLimits(limits);
        if (!http.publicUrl().isEmpty()) {
            settings = settings.withPublicBase(URI.create(http.publicUrl()));
        }
        return tls == null ? settings : settings.withTls(tls.present());
    }

    private @Nullable TlsIdentity httpTls(@Nullable TlsIdentity tls) {
        return config.http().tls().at(config.http().listen()) == Tls.ON ? tls : null;
    }

    /// The name this installation goes by in message ids, push ids and its certificate.
    private String domain() {
        var url = config.http().publicUrl();
        var host =
                url.isEmpty() ? config.http().listen().host() : URI.create(url).getHost();
        return host.indexOf(':') >= 0 ? "localhost" : host;
    }

    /// A face takes hold of its address.
    private interface Opening<T> {
        T open() throws IOException;
    }
}
