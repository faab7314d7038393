// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.satchel.backends.CassandraCluster;
import org.satchel.conformance.load.Books;
import org.satchel.conformance.wire.Host;
import org.satchel.conformance.wire.ServerProcess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Three nodes of Cassandra and the servers over them, each with a data folder of its own.
///
/// One thread at a time starts and ends nodes, or one server; any may ask for a server to talk to.
final class Fleet implements AutoCloseable {
    static final int CASSANDRA_NODES = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);

    private final CassandraCluster cassandra;
    private final List<Host> hosts;
    private final Path folder;
    private final AtomicReferenceArray<ServerProcess> servers;
    private final List<Duration> readyTook = new CopyOnWriteArrayList<>();

    private Fleet(CassandraCluster cassandra, List<Host> hosts, Path folder) {
        this.cassandra = cassandra;
        this.hosts = List.copyOf(hosts);
        this.folder = folder;
        this.servers = new AtomicReferenceArray<>(hosts.size());
    }

    /// @param hosts one for each server
    /// @param cassandra started by the caller, ended with the fleet
    static Fleet start(CassandraCluster cassandra, List<Host> hosts, Path folder) throws IOException {
        Files.createDirectories(folder.resolve("payloads"));
        var fleet = new Fleet(cassandra, hosts, folder);
        try {
            // The first one makes the tables, and nobody else at the same time.
            fleet.startServer(0);
            for (int server = 1; server < hosts.size(); server++) {
                fleet.beginServer(server);
            }
            ServerProcess.accounts(fleet.data(0), Books.BOXES, fleet.settings(hosts.getFirst()));
            for (int server = 1; server < hosts.size(); server++) {
                fleet.awaitServer(server);
            }
            Books.prepare(fleet.server(0));
            return fleet;
        } catch (IOException | RuntimeException failure) {
            fleet.close();
            throw failure;
        }
    }

    int size() {
        return hosts.size();
    }

    /// The server with this number, in its present or its last life.
    ServerProcess server(int number) {
        return servers.get(number);
    }

    List<ServerProcess> all() {
        return IntStream.range(0, size()).mapToObj(this::server).toList();
    }

    boolean isUp(int number) {
        return !server(number).isDoomed();
    }

    /// The server that a client is sent to by whoever balances the load.
    ///
    /// @param preferred where it goes if that server is up
    int route(int preferred) {
        return IntStream.range(0, size())
                .map(i -> (preferred + i) % size())
                .filter(this::isUp)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no server is up"));
    }

    void killServer(int number) {
        server(number).kill();
    }

    void startServer(int number) throws IOException {
        // Until it is ready, clients are sent elsewhere.
        var server = begin(number);
        try {
            server.awaitReady();
        } catch (IOException failure) {
            server.kill();
            throw failure;
        }
        servers.set(number, server);
        note(number);
    }

    private void beginServer(int number) throws IOException {
        servers.set(number, begin(number));
    }

    private void awaitServer(int number) throws IOException {
        server(number).awaitReady();
        note(number);
    }

    private ServerProcess begin(int number) throws IOException {
        var host = hosts.get(number);
        return ServerProcess.begin(host, data(number), log(number), settings(host));
    }

    private void note(int number) {
        var took = server(number).readyTook();
        LOG.info("server {} is ready after {} ms", number, took.toMillis());
        readyTook.add(took);
    }

    /// How long servers took from their start until they were ready.
    List<Duration> readyTook() {
        return List.copyOf(readyTook);
    }

    CassandraCluster cassandra() {
        return cassandra;
    }

    /// The last words of all servers.
    String said() throws IOException {
        var said = new StringBuilder();
        for (int server = 0; server < size(); server++) {
            said.append("\n--- server ")
                    .append(server)
                    .append('\n')
                    .append(server(server).said());
        }
        return said.toString();
    }

    @Override
    public void close() {
        for (int server = 0; server < size(); server++) {
            var process = servers.get(server);
            if (process != null) {
                process.close();
            }
        }
        cassandra.close();
    }

    private Path data(int server) {
        return folder.resolve("server" + server);
    }

    private Path log(int server) {
        return folder.resolve("server" + server + ".log");
    }

    private String[] settings(Host host) {
        var points = cassandra.contactPoints().stream()
                .map(point -> point.getAddress().getHostAddress() + ":" + point.getPort())
                .collect(Collectors.joining(" "));
        return new String[] {
            "engine.kind=cassandra",
            "cassandra.contact-points=" + points,
            "cassandra.datacenter=" + cassandra.datacenter(),
            "cassandra.replicas=" + CASSANDRA_NODES,
            "payloads.folder=" + folder.resolve("payloads"),
            "neighbours.listen=" + host.anyPort(),
            // One name for all, as behind a load balancer.
            "http.public-url=http://store.invalid",
            "nms.long-poll-time=5s",
            "imap.tls=off",
            "http.tls=off",
            "sip.trusted-peers=" + host.address().replaceAll("\\d+$", "0/24"),
        };
    }
}
