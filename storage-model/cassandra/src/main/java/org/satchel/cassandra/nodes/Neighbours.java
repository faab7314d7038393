// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra.nodes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This process among those that share the tables: it is on the list, hears hints, knows who lands the writes of the
/// boxes that fall to it, and lets neighbours add to the groups that it lands itself.
///
/// A box falls to the process whose name, hashed with the box, is highest: all who see the same list agree, and
/// when one comes or goes only its own boxes move.
public final class Neighbours implements HintBus {
    private static final Logger LOG = LoggerFactory.getLogger(Neighbours.class);
    static final String HINTS = "/hints";
    static final String TAKE = "/boxes/take";
    static final String RELEASE = "/boxes/release";
    static final String JOIN = "/groups/join";
    static final String ADD = "/groups/add";
    private static final int BODY_BYTES_MAX = 128 * 1024;
    private static final int KNOWN_MAX = 100_000;

    private final Neighbour self;
    private final NeighbourSettings settings;
    private final Directory directory;
    private final Consumer<Hint> heard;
    private final HttpServer server;
    private final ExecutorService threads;
    private final Leases leases;
    private final Hosting hosting;
    private final NeighbourClient client;
    private final ConcurrentMap<String, Outbox> outboxes = new ConcurrentHashMap<>();
    /// The newest commit of a box that somebody told of.
    private final ConcurrentMap<UUID, Long> known = new ConcurrentHashMap<>();

    private final Thread thread;
    private volatile List<Neighbour> others = List.of();

    private Neighbours(
            Neighbour self,
            NeighbourSettings settings,
            Directory directory,
            Consumer<Hint> heard,
            Hosting hosting,
            HttpServer server) {
        this.self = self;
        this.settings = settings;
        this.directory = directory;
        this.heard = heard;
        this.server = server;
        this.threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("neighbour-", 1).factory());
        this.leases = new Leases(settings.leaseMax(), System::nanoTime);
        this.hosting = hosting;
        this.client = new NeighbourClient(settings);
        this.thread = Thread.ofVirtual().name("neighbours").unstarted(this::run);
    }

    /// Listens for neighbours, and puts this process on the list.
    ///
    /// @param heard told of each hint; must be quick
    /// @param hosting serves guests
    /// @throws IOException when it cannot listen there
    public static Neighbours start(
            NeighbourSettings settings, Directory directory, Consumer<Hint> heard, Hosting hosting) throws IOException {
        var random = new SecureRandom();
        var server = HttpServer.create(settings.listen(), settings.backlog());
        int port = server.getAddress().getPort();
        var self = new Neighbour(
                "n-%016x".formatted(random.nextLong()),
                settings.host(),
                settings.port() == 0 ? port : settings.port(),
                HexFormat.of().formatHex(random.generateSeed(16)));
        var neighbours = new Neighbours(self, settings, directory, heard, hosting, server);
        server.setExecutor(neighbours.threads);
        server.createContext(HINTS, exchange -> neighbours.answer(exchange, neighbours::hear));
        server.createContext(TAKE, exchange -> neighbours.answer(exchange, neighbours::take));
        server.createContext(RELEASE, exchange -> neighbours.answer(exchange, neighbours::release));
        server.createContext(JOIN, exchange -> neighbours.answer(exchange, neighbours::join));
        server.createContext(ADD, exchange -> neighbours.answer(exchange, neighbours::add));
        server.start();
        neighbours.look();
        neighbours.thread.start();
        return neighbours;
    }

    /// The others, as last seen on the list.
    public List<Neighbour> others() {
        return others;
    }

    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void send(List<Hint> hints) {
        for (var other : others) {
            var outbox = outboxes.computeIfAbsent(
                    other.name(), name -> new Outbox("hints to " + name, list -> client.tell(other, list)));
            hints.forEach(outbox::add);
        }
    }

    /// Who lands the writes of a box, for a moment from now. Any process may write at any time; this only makes it
    /// seldom that two do.
    ///
    /// @param last the newest commit that this process knows
    public Host host(UUID box, long last) {
        if (others.isEmpty()) {
            return new Host.Self(0);
        }
        var asked = new Hint(box, last);
        var keeper = keeper(box);
        var lease = keeper.isEmpty()
                ? Optional.of(takeHere(asked, self.name()))
                : client.take(keeper.get(), asked, self.name());
        var holder = lease.flatMap(found -> others.stream()
                .filter(other -> other.name().equals(found.holder()))
                .findFirst());
        return holder.isPresent()
                ? new Host.Other(holder.get())
                : new Host.Self(lease.map(found -> found.last().last()).orElse(0L));
    }

    /// This process has nothing left to write to a box whose writes it landed. Waits for nobody.
    ///
    /// @param last the newest commit that is known now
    public void release(UUID box, long last) {
        if (others.isEmpty()) {
            return;
        }
        var hint = new Hint(box, last);
        keeper(box)
                .ifPresentOrElse(
                        keeper -> client.release(keeper, hint, self.name()), () -> releaseHere(hint, self.name()));
    }

    /// Waits to be invited to a group of a box that a neighbour lands; empty when it does not invite.
    ///
    /// @param head the newest commit that this process knows
    public Optional<Invitation> join(Neighbour host, UUID box, long head) {
        return client.join(host, box, head);
    }

    /// Adds to a group, and waits what becomes of it.
    ///
    /// @param commits as bytes; empty = there are none after all
    public Landed add(Neighbour host, UUID guest, ByteBuffer commits) {
        return client.add(host, guest, commits);
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            directory.leave(self);
        } catch (StoreFailure.Unavailable expires) {
            LOG.debug("the row of this process is left to expire: {}", expires.getMessage());
        }
        server.stop(0);
        outboxes.values().forEach(Outbox::close);
        client.close();
        threads.shutdownNow();
    }

    /// Who keeps account of a box; empty when it is this process.
    private Optional<Neighbour> keeper(UUID box) {
        Neighbour highest = null;
        long most = weight(self, box);
        for (var other : others) {
            long weight = weight(other, box);
            if (weight > most) {
                most = weight;
                highest = other;
            }
        }
        return Optional.ofNullable(highest);
    }

    /// Rendezvous hashing; any mixing of the bits does.
    private static long weight(Neighbour neighbour, UUID box) {
        long bits = neighbour.name().hashCode() * 0x9E3779B97F4A7C15L
                ^ box.getMostSignificantBits()
                ^ Long.rotateLeft(box.getLeastSignificantBits(), 32);
        bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
        return bits ^ (bits >>> 31);
    }

    private NeighbourClient.Lease takeHere(Hint asked, String asker) {
        learn(asked);
        var holder = leases.take(asked.box(), asker);
        return new NeighbourClient.Lease(new Hint(asked.box(), known.getOrDefault(asked.box(), 0L)), holder);
    }

    private void releaseHere(Hint last, String holder) {
        learn(last);
        leases.release(last.box(), holder);
    }

    private void learn(Hint hint) {
        if (known.size() < KNOWN_MAX) {
            known.merge(hint.box(), hint.last(), Math::max);
        } else {
            known.clear(); // only what is told again matters
        }
    }

    private byte[] hear(byte[] body) {
        for (var hint : Hint.decode(body)) {
            learn(hint);
            heard.accept(hint);
        }
        return new byte[0];
    }

    private byte[] take(byte[] body) {
        var lease = takeHere(Hint.decode(body).getFirst(), NeighbourClient.name(body));
        return NeighbourClient.named(lease.last(), lease.holder());
    }

    private byte[] release(byte[] body) {
        releaseHere(Hint.decode(body).getFirst(), NeighbourClient.name(body));
        return new byte[0];
    }

    private byte[] join(byte[] body) throws IOException, InterruptedException {
        var asked = Hint.decode(body).getFirst();
        var invitation = hosting.join(asked.box(), asked.last());
        return invitation.isPresent() ? invitation.get().encode() : new byte[0];
    }

    private byte[] add(byte[] body) throws InterruptedException {
        var guest = Hint.decode(body).getFirst().box();
        return hosting.add(guest, ByteBuffer.wrap(body, Hint.BYTES, body.length - Hint.BYTES))
                .encode();
    }

    private void answer(HttpExchange exchange, Answer answer) throws IOException {
        try (exchange) {
            if (!isFriend(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(403, -1);
                return;
            }
            var body = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX);
            if (exchange.getRequestBody().read() >= 0 || body.length < Hint.BYTES) {
                exchange.sendResponseHeaders(400, -1);
                return;
            }
            var reply = answered(answer, body);
            exchange.sendResponseHeaders(200, reply.length == 0 ? -1 : reply.length);
            exchange.getResponseBody().write(reply);
        }
    }

    private static byte[] answered(Answer answer, byte[] body) throws IOException {
        try {
            return answer.to(body);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("this process is closing");
        }
    }

    private boolean isFriend(@Nullable String shown) {
        return shown != null
                && MessageDigest.isEqual(
                        shown.getBytes(StandardCharsets.UTF_8),
                        NeighbourClient.bearer(self).getBytes(StandardCharsets.UTF_8));
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(settings.renewEvery());
                look();
            }
        } catch (InterruptedException closed) {
            LOG.debug("this process leaves its neighbours");
        }
    }

    private void look() {
        try {
            directory.enter(self, settings.lifetime());
            var all = directory.all();
            var now = all.stream()
                    .filter(neighbour -> !neighbour.name().equals(self.name()))
                    .toList();
            if (!now.equals(others)) {
                LOG.info("neighbours: {}", now);
            }
            others = now;
            outboxes.forEach((name, outbox) -> {
                if (now.stream().noneMatch(neighbour -> neighbour.name().equals(name))) {
                    outboxes.remove(name, outbox);
                    outbox.close();
                }
            });
        } catch (RuntimeException failure) {
            LOG.warn("the list of neighbours is not up to date: {}", failure.getMessage());
        }
    }

    private interface Answer {
        byte[] to(byte[] body) throws IOException, InterruptedException;
    }
}
