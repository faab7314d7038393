// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.satchel.backends.CassandraCluster;
import org.satchel.backends.CassandraSettings.CommitLogSync;
import org.satchel.bench.corpus.Messages;
import org.satchel.bench.peer.ProcessTree;
import org.satchel.bench.peer.SatchelServer;
import org.satchel.cassandra.CassandraSettings;
import org.satchel.cassandra.CassandraStore;
import org.satchel.cassandra.nodes.NeighbourSettings;
import org.satchel.folder.FolderBlobStore;
import org.satchel.folder.FolderSettings;

/// Nodes of Cassandra, two nodes of Satchel in this process, and the driver alone beside them.
public final class ClusterUnderLoad implements AutoCloseable {
    static final String ONE_NODE = "one node";
    private static final int HEAP_MIB = 512;

    private final Path folder;
    private final int size;
    private final Messages messages;
    private final CassandraCluster cassandra;
    private final CassandraSettings settings;
    private final CassandraStore one;
    private final List<CassandraStore> neighbours;
    private final Tables tables;
    private final DriverPeer driver;

    private ClusterUnderLoad(Path folder, int size, Messages messages, CassandraCluster cassandra) {
        this.folder = folder;
        this.size = size;
        this.messages = messages;
        this.cassandra = cassandra;
        var datacenter = cassandra.datacenter();
        settings = CassandraSettings.of(
                cassandra.contactPoints(),
                datacenter,
                "satchel",
                "{'class': 'NetworkTopologyStrategy', '%s': %d}".formatted(datacenter, size));
        one = open();
        neighbours = List.of(openNeighbour(), openNeighbour());
        tables = new Tables(settings);
        driver = new DriverPeer(tables, deposits -> satchel().record(deposits));
    }

    /// @param nodes of Cassandra, each with a copy of every row
    /// @param sync when Cassandra has a write on disk
    public static ClusterUnderLoad start(Path folder, int nodes, CommitLogSync sync, Messages messages)
            throws IOException, InterruptedException {
        var cassandra = CassandraCluster.start(
                nodes,
                folder.resolve("cassandra"),
                org.satchel.backends.CassandraSettings.DEFAULT
                        .withHeapMib(HEAP_MIB)
                        .withCommitLogSync(sync));
        try {
            return new ClusterUnderLoad(folder, nodes, messages, cassandra);
        } catch (RuntimeException failure) {
            cassandra.close();
            throw failure;
        }
    }

    @Override
    public void close() {
        tables.close();
        neighbours.forEach(CassandraStore::close);
        one.close();
        cassandra.close();
    }

    StorePeer satchel() {
        return new StorePeer(StorePeer.NAME, List.of(one), tables, messages);
    }

    /// The same under the name of a reference.
    StorePeer oneNode() {
        return new StorePeer(ONE_NODE, List.of(one), tables, messages);
    }

    /// They know each other, as nodes of an installation do.
    StorePeer twoNodes() {
        return new StorePeer(StorePeer.NAME, neighbours, tables, messages);
    }

    DriverPeer driver() {
        return driver;
    }

    LargeBox largeBox(int count) {
        return new LargeBox(this::open, this::server, tables, messages, count);
    }

    private SatchelServer server() throws IOException, InterruptedException {
        var points = settings.contactPoints().stream()
                .map(point -> point.getHostString() + ":" + point.getPort())
                .collect(Collectors.joining(" "));
        return SatchelServer.over(
                folder,
                List.of(
                        "engine.kind=cassandra",
                        "cassandra.contact-points=" + points,
                        "cassandra.datacenter=" + cassandra.datacenter(),
                        "cassandra.keyspace=" + settings.keyspace(),
                        "payloads.kind=folder",
                        "payloads.folder=" + folder.resolve("blobs")));
    }

    Meter meter() {
        return new Meter(IntStream.range(0, size)
                .mapToObj(node -> new ProcessTree(cassandra.pid(node)))
                .toList());
    }

    /// Lets all sides run until they are compiled: a rate of the first seconds is that of an interpreter.
    public void warmUp(Duration each) throws IOException, InterruptedException {
        warmUp(satchel(), new Load(16, 1, 10), each);
        warmUp(driver, new Load(16, 1, 10), each);
        // Two callers on each node: as many groups as possible, for it is groups that pass between them.
        warmUp(twoNodes(), new Load(4, 4, 1), each);
    }

    private void warmUp(ClusterPeer peer, Load load, Duration length) throws IOException, InterruptedException {
        peer.prepare("warm-up", load);
        peer.run("warm-up", load, length, meter());
    }

    private CassandraStore open() {
        return open(settings);
    }

    private CassandraStore openNeighbour() {
        var listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return open(settings.withCooperation(CassandraSettings.Cooperation.of(
                NeighbourSettings.of(listen, listen.getAddress().getHostAddress(), 0))));
    }

    private CassandraStore open(CassandraSettings as) {
        return CassandraStore.open(as, FolderBlobStore.open(FolderSettings.of(folder.resolve("blobs"))));
    }
}
