// SPDX-License-Identifier: Apache-2.0
package org.satchel.backends;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.satchel.backends.CqlConnection.Consistency;

/// One to three nodes of Apache Cassandra as child processes, each on a loopback address of its own.
///
/// Nodes are counted from 0, in the order of [#contactPoints()]. A call that starts nodes returns when each living node
/// answers CQL and has every other living one for alive. Calls that start or end nodes are for one thread at a time.
public final class CassandraCluster implements CassandraBackend {
    public static final int NODES_MAX = 3;

    private static final Duration READY_MAX = Duration.ofMinutes(10);
    private static final String DATACENTER = "datacenter1";
    /// Cassandra keeps this table in three copies, wherever there are nodes for them.
    private static final String ROLL_CALL =
            "SELECT status FROM system_distributed.view_build_status WHERE keyspace_name='none' AND view_name='none'";

    private static final List<Consistency> COUNTED = List.of(Consistency.ONE, Consistency.TWO, Consistency.THREE);

    private final List<CassandraNode> nodes;
    private final List<Child> children = new ArrayList<>();
    private final Set<Integer> frozen = new HashSet<>();

    private CassandraCluster(List<CassandraNode> nodes) {
        this.nodes = nodes;
    }

    /// @param nodes 1 to 3
    /// @param folder gets a folder for each node: data, settings and `node.log`; empty, or that of
    ///     an earlier cluster with as many nodes, whose data live on
    public static CassandraCluster start(int nodes, Path folder, CassandraSettings settings)
            throws IOException, InterruptedException {
        if (nodes < 1 || nodes > NODES_MAX) {
            throw new IllegalArgumentException("a cluster of " + nodes + " nodes");
        }
        var home = Files.createDirectories(folder).toRealPath();
        return start(new Premises(addresses(nodes, home), List.of()), home, settings);
    }

    /// A cluster elsewhere than on loopback.
    ///
    /// @param folder as above
    public static CassandraCluster start(Premises premises, Path folder, CassandraSettings settings)
            throws IOException, InterruptedException {
        var home = Files.createDirectories(folder).toRealPath();
        var cluster =
                new CassandraCluster(IntStream.range(0, premises.addresses().size())
                        .mapToObj(index -> new CassandraNode(index, premises, home.resolve("node" + index), settings))
                        .toList());
        try {
            cluster.startAll();
            return cluster;
        } catch (IOException | InterruptedException failure) {
            cluster.close();
            throw failure;
        }
    }

    /// A cluster with [CassandraSettings#DEFAULT].
    public static CassandraCluster start(int nodes, Path folder) throws IOException, InterruptedException {
        return start(nodes, folder, CassandraSettings.DEFAULT);
    }

    @Override
    public List<InetSocketAddress> contactPoints() {
        return nodes.stream().map(CassandraNode::cql).toList();
    }

    @Override
    public String datacenter() {
        return DATACENTER;
    }

    /// The process of a node, the last one when it is dead.
    public long pid(int node) {
        return children.get(node).pid();
    }

    /// Ends a node without farewell. The others need some seconds to see that it is gone.
    public void kill(int node) {
        children.get(node).kill();
        frozen.remove(node);
    }

    /// Starts a node again on its data, having ended it if it lives.
    public void restart(int node) throws IOException, InterruptedException {
        kill(node);
        children.set(node, nodes.get(node).start());
        awaitReady();
    }

    /// The node keeps its connections and answers nobody, until it is thawed.
    public void freeze(int node) throws IOException, InterruptedException {
        children.get(node).freeze();
        frozen.add(node);
    }

    public void thaw(int node) throws IOException, InterruptedException {
        children.get(node).thaw();
        frozen.remove(node);
    }

    /// Waits until each node that lives and is not frozen has all others of these for alive, and the same schema.
    public void awaitReady() throws IOException, InterruptedException {
        var living = IntStream.range(0, children.size())
                .filter(node -> children.get(node).isAlive() && !frozen.contains(node))
                .boxed()
                .toList();
        for (int node : living) {
            children.get(node).await(() -> sees(nodes.get(node), living.size()), READY_MAX);
        }
        for (int node : living) {
            children.get(node).await(() -> schema(node).equals(schema(living.getFirst())), READY_MAX);
        }
    }

    @Override
    public void close() {
        children.forEach(Child::kill);
    }

    private void startAll() throws IOException, InterruptedException {
        for (var node : nodes) {
            children.add(node.start());
            if (node.index() == 0) {
                // Nodes that find nobody to talk to give up, so the first one has to listen before the others start.
                children.getFirst().await(() -> Loopback.answers(node.peerPort()), READY_MAX);
            }
        }
        awaitReady();
    }

    private String schema(int node) throws IOException {
        try (var connection = new CqlConnection(nodes.get(node).cql())) {
            return connection
                    .execute("SELECT CAST(schema_version AS text) FROM system.local", Consistency.ONE)
                    .getFirst()
                    .getFirst();
        }
    }

    private boolean sees(CassandraNode node, int living) {
        if (!Loopback.answers(node.cql())) {
            return false;
        }
        try (var connection = new CqlConnection(node.cql())) {
            var peers = connection.execute("SELECT peer FROM system.peers_v2", Consistency.ONE);
            if (peers.size() != nodes.size() - 1) {
                return false;
            }
            connection.execute(ROLL_CALL, COUNTED.get(living - 1));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /// The addresses are part of what nodes remember of each other, so a folder keeps them.
    private static List<InetAddress> addresses(int nodes, Path folder) throws IOException {
        var file = folder.resolve("addresses");
        if (Files.exists(file)) {
            var kept = new ArrayList<InetAddress>();
            for (var line : Files.readAllLines(file)) {
                kept.add(InetAddress.getByName(line));
            }
            if (kept.size() != nodes) {
                throw new IOException(folder + " holds a cluster of " + kept.size() + " nodes, not " + nodes);
            }
            return List.copyOf(kept);
        }
        var chosen = Loopback.freeAddresses(
                nodes, RandomGenerator.getDefault(), CassandraNode.CQL_PORT, CassandraNode.PEER_PORT);
        Files.write(file, chosen.stream().map(InetAddress::getHostAddress).toList());
        return chosen;
    }
}
