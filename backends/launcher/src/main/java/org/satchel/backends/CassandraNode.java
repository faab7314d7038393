// SPDX-License-Identifier: Apache-2.0
package org.satchel.backends;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One node of a cluster: its folder, its address, and how it is started.
record CassandraNode(int index, Premises premises, Path folder, CassandraSettings settings) {
    static final int CQL_PORT = 9042;
    static final int PEER_PORT = 7000;

    private static final List<String> EXPORTED = List.of(
            "java.base/jdk.internal.misc",
            "java.base/jdk.internal.ref",
            "java.base/sun.nio.ch",
            "java.management.rmi/com.sun.jmx.remote.internal.rmi",
            "java.rmi/sun.rmi.registry",
            "java.rmi/sun.rmi.server",
            "java.sql/java.sql",
            "java.base/java.lang.ref",
            "jdk.unsupported/sun.misc",
            "jdk.compiler/com.sun.tools.javac.file",
            "jdk.attach/sun.tools.attach");
    private static final List<String> OPENED = List.of(
            "java.base/java.lang.module",
            "java.base/jdk.internal.loader",
            "java.base/jdk.internal.ref",
            "java.base/jdk.internal.reflect",
            "java.base/jdk.internal.math",
            "java.base/jdk.internal.module",
            "java.base/jdk.internal.util.jar",
            "java.base/sun.nio.ch",
            "java.base/java.io",
            "java.base/java.lang",
            "java.base/java.lang.reflect",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "java.base/java.nio",
            "java.base/java.net",
            "jdk.management/com.sun.management.internal");

    private static final String LOGBACK = """
            <configuration>
              <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
                <encoder>
                  <pattern>%d{ISO8601} %-5level [%thread] %logger{24} %msg%n</pattern>
                </encoder>
              </appender>
              <root level="INFO">
                <appender-ref ref="OUT"/>
              </root>
            </configuration>
            """;

    InetAddress address() {
        return premises.addresses().get(index);
    }

    InetSocketAddress cql() {
        return new InetSocketAddress(address(), CQL_PORT);
    }

    InetSocketAddress peerPort() {
        return new InetSocketAddress(address(), PEER_PORT);
    }

    String name() {
        return "Cassandra node " + index + " (" + address().getHostAddress() + ")";
    }

    Child start() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        var yaml = Files.writeString(folder.resolve("cassandra.yaml"), yaml());
        var logback = Files.writeString(folder.resolve("logback.xml"), LOGBACK);
        var command = new ArrayList<>(premises.enter());
        command.add(Programs.javaForCassandra().toString());
        EXPORTED.forEach(name -> command.addAll(List.of("--add-exports", name + "=ALL-UNNAMED")));
        OPENED.forEach(name -> command.addAll(List.of("--add-opens", name + "=ALL-UNNAMED")));
        command.addAll(List.of(
                "-Xms" + settings.heapMib() + "m",
                "-Xmx" + settings.heapMib() + "m",
                "-XX:+UseSerialGC",
                // With its second compiler, three nodes on two processors mostly compile.
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-javaagent:" + Programs.jar("cassandra", "jamm-"),
                "-Djdk.attach.allowAttachSelf=true",
                "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
                "-Djna.tmpdir=" + folder.resolve("tmp"),
                "-Dcassandra.config=" + yaml.toUri(),
                "-Dcassandra.storagedir=" + folder,
                "-Dcassandra-foreground=yes",
                "-Dcassandra.ring_delay_ms=0",
                "-Dcassandra.skip_wait_for_gossip_to_settle=0",
                "-Dcassandra.unsafesystem=" + settings.unsafeSystem(),
                "-Dlogback.configurationFile=" + logback,
                "-cp",
                Programs.classPath("cassandra"),
                "org.apache.cassandra.service.CassandraDaemon"));
        return Child.start(name(), command, folder, folder.resolve("node.log"));
    }

    private String yaml() {
        var lines = Map.ofEntries(
                Map.entry("cluster_name", "satchel"),
                Map.entry("num_tokens", "1"),
                Map.entry("initial_token", token()),
                Map.entry("auto_bootstrap", "false"),
                Map.entry("listen_address", address().getHostAddress()),
                Map.entry("rpc_address", address().getHostAddress()),
                Map.entry("storage_port", "" + PEER_PORT),
                Map.entry("native_transport_port", "" + CQL_PORT),
                Map.entry("start_native_transport", "true"),
                Map.entry("seed_provider", seeds()),
                Map.entry("endpoint_snitch", "SimpleSnitch"),
                Map.entry("partitioner", "org.apache.cassandra.dht.Murmur3Partitioner"),
                Map.entry("authenticator", "AllowAllAuthenticator"),
                Map.entry("authorizer", "AllowAllAuthorizer"),
                Map.entry("data_file_directories", "[\"" + folder.resolve("data") + "\"]"),
                Map.entry("commitlog_directory", quoted("commitlog")),
                Map.entry("cdc_raw_directory", quoted("cdc")),
                Map.entry("hints_directory", quoted("hints")),
                Map.entry("saved_caches_directory", quoted("caches")),
                Map.entry("commitlog_segment_size", "8MiB"),
                Map.entry("memtable_heap_space", "32MiB"),
                Map.entry("memtable_offheap_space", "32MiB"),
                Map.entry("key_cache_size", "4MiB"),
                Map.entry("file_cache_size", "32MiB"),
                Map.entry("concurrent_compactors", "1"),
                Map.entry("auto_snapshot", "false"),
                Map.entry("paxos_variant", "v2"),
                Map.entry("batch_size_warn_threshold", "512KiB"),
                Map.entry("batch_size_fail_threshold", "2MiB"));
        var ours = new TreeMap<>(lines);
        ours.putAll(settings.yaml());
        return ours.entrySet().stream()
                .map(line -> line.getKey() + ": " + line.getValue() + "\n")
                .collect(Collectors.joining("", settings.commitLogSync().lines(), ""));
    }

    /// Shares the ring evenly.
    private String token() {
        var step = BigInteger.TWO
                .pow(64)
                .divide(BigInteger.valueOf(premises.addresses().size()));
        var token = BigInteger.valueOf(Long.MIN_VALUE).add(step.multiply(BigInteger.valueOf(index)));
        // Quoted, for this key is a list in words; the least value of all stands for "no token".
        return "\"" + (index == 0 ? token.add(BigInteger.ONE) : token) + "\"";
    }

    /// Each node is a seed: a node that is started again finds the others whichever of them is down.
    private String seeds() {
        var addresses =
                premises.addresses().stream().map(InetAddress::getHostAddress).collect(Collectors.joining(","));
        return Stream.of(
                        "[{class_name: org.apache.cassandra.locator.SimpleSeedProvider,",
                        "parameters: [{seeds: \"" + addresses + "\"}]}]")
                .collect(Collectors.joining(" "));
    }

    private String quoted(String child) {
        return "\"" + folder.resolve(child) + "\"";
    }
}
