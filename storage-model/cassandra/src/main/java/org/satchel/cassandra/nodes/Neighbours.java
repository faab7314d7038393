// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra.nodes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This process among those that share the tables: it is on the list, hears hints, and keeps the turns of the boxes
/// that
/// fall to it.
///
/// A box falls to the process whose name, hashed with the box, is highest: all who see the same list agree, and when
/// one
/// comes or goes only its own boxes move.
public final class Neighbours implements HintBus {
    private static final Logger LOG = LoggerFactory.getLogger(Neighbours.class);
    static final String HINTS = "/hints";
    static final String TAKE = "/turns/take";
    static final String GIVE_BACK = "/turns/give-back";
    private static final int BODY_BYTES_MAX = 64 * 1024;
    private static final int KNOWN_MAX = 100_000;

    private final Neighbour self;
    private final NeighbourSettings settings;
    private final Directory directory;
    private final Consumer<Hint> heard;
    private final HttpServer server;
    private final ExecutorService threads;
    private final Turns turns;
    private final NeighbourClient client;
    private final ConcurrentMap<String, Outbox> outboxes = new ConcurrentHashMap<>();
    /// Of boxes whose turns are kept here: the newest commit that somebody told of.
    private final ConcurrentMap<UUID, Long> known = new ConcurrentHashMap<>();

    private final Thread thread;
    private volatile List<Neighbour> others = List.of();

    private Neighbours(
            Neighbour self, NeighbourSettings settings, Directory directory, Consumer<Hint> heard, HttpServer server) {
        this.self = self;
        this.settings = settings;
        this.directory = directory;
        this.heard = heard;
        this.server = server;
        this.threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("neighbour-", 1).factory());
        this.turns = new Turns(settings.turnMax());
        this.client = new NeighbourClient(settings);
        this.thread = Thread.ofVirtual().name("neighbours").unstarted(this::run);
    }

    /// Listens for neighbours, and puts this process on the list.
    ///
    /// @param heard told of each hint; must be quick
    /// @throws IOException when it cannot listen there
    public static Neighbours start(NeighbourSettings settings, Directory directory, Consumer<Hint> heard)
            throws IOException {
        var random = new SecureRandom();
        var server = HttpServer.create(settings.listen(), settings.backlog());
        int port = server.getAddress().getPort();
        var self = new Neighbour(
                "n-%016x".formatted(random.nextLong()),
                settings.host(),
                settings.port() == 0 ? port : settings.port(),
                HexFormat.of().formatHex(random.generateSeed(16)));
        var neighbours = new Neighbours(self, settings, directory, heard, server);
        server.setExecutor(neighbours.threads);
        server.createContext(HINTS, exchange -> neighbours.answer(exchange, neighbours::hear));
        server.createContext(TAKE, exchange -> neighbours.answer(exchange, neighbours::take));
        server.createContext(GIVE_BACK, exchange -> neighbours.answer(exchange, neighbours::giveBack));
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

    /// Waits for the turn of this process to write a box, for as long as that is quicker than losing races.
    ///
    /// @param last the newest commit that this process knows
    public Turn take(UUID box, long last) {
        if (others.isEmpty()) {
            return Turn.NONE;
        }
        var keeper = keeper(box);
        return keeper.isEmpty() ? takeHere(box, last) : client.take(keeper.get(), box, last);
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

    /// Who keeps the turns of a box; empty when it is this process.
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

    private Turn takeHere(UUID box, long last) {
        learn(new Hint(box, last));
        var turn = turns.take(box);
        try {
            long ticket = turn.get(settings.turnWait().toMillis(), TimeUnit.MILLISECONDS);
            return new LocalTurn(box, ticket, known.getOrDefault(box, 0L));
        } catch (TimeoutException late) {
            turn.cancel(false);
            return Turn.NONE;
        } catch (InterruptedException interrupted) {
            turn.cancel(false);
            Thread.currentThread().interrupt();
            return Turn.NONE;
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
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
        var asked = Hint.decode(body).getFirst();
        var turn = takeHere(asked.box(), asked.last());
        long ticket = turn instanceof LocalTurn local ? local.ticket() : 0;
        return Hint.encode(List.of(new Hint(new UUID(0, ticket), turn.known())));
    }

    private byte[] giveBack(byte[] body) {
        var hints = Hint.decode(body);
        hints.stream().skip(1).forEach(this::learn);
        turns.giveBack(hints.getFirst().box(), hints.getFirst().last());
        return new byte[0];
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
            var reply = answer.to(body);
            exchange.sendResponseHeaders(200, reply.length == 0 ? -1 : reply.length);
            exchange.getResponseBody().write(reply);
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
        byte[] to(byte[] body);
    }

    /// A turn of a box that falls to this process.
    private final class LocalTurn implements Turn {
        private final UUID box;
        private final long ticket;
        private final long last;

        LocalTurn(UUID box, long ticket, long last) {
            this.box = box;
            this.ticket = ticket;
            this.last = last;
        }

        long ticket() {
            return ticket;
        }

        @Override
        public long known() {
            return last;
        }

        @Override
        public void giveBack(long newest) {
            learn(new Hint(box, newest));
            turns.giveBack(box, ticket);
        }
    }
}
