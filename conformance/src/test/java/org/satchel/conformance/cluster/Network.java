// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.satchel.backends.Premises;
import org.satchel.conformance.wire.Host;
import org.satchel.conformance.wire.Namespace;

/// A bridge without a way out. Cassandra is in one network namespace on it, each server in one of its own, and this
/// process on the machine's side, where nobody listens.
///
/// Cut off, the servers' packets to each other vanish; Cassandra and this process reach all.
final class Network implements AutoCloseable {
    private static final int SERVERS = 2;
    private static final int COMMAND_SECONDS_MAX = 10;
    private static final int CONNECT_SECONDS_MAX = 2;

    private final String name;
    private final String net;
    private final List<Namespace> namespaces = new ArrayList<>();
    /// Namespaces end with this process, a bridge does not.
    private final Thread lastCare = new Thread(this::removeBridge, "remove-bridge");

    private Network(int number) {
        name = "sat" + Integer.toHexString(number);
        net = "10.%d.%d.".formatted(128 + number / 256 % 127, number % 256);
    }

    /// @return empty when that is not allowed here, or the programs are missing
    static Optional<Network> open(Random random) throws IOException, InterruptedException {
        var network = new Network(random.nextInt(1 << 16));
        try {
            if (network.isMade()) {
                return Optional.of(network);
            }
        } catch (IOException | InterruptedException failure) {
            network.close();
            throw failure;
        }
        network.close();
        return Optional.empty();
    }

    Premises cassandra() throws IOException {
        var addresses = new ArrayList<InetAddress>();
        for (int node = 0; node < Fleet.CASSANDRA_NODES; node++) {
            addresses.add(InetAddress.getByName(address(0, node)));
        }
        return new Premises(addresses, namespaces.getFirst().enter());
    }

    List<Host> servers() {
        return IntStream.rangeClosed(1, SERVERS)
                .mapToObj(place ->
                        new Host(address(place, 0), namespaces.get(place).enter()))
                .toList();
    }

    /// From now on the servers do not hear each other.
    void cut() throws IOException, InterruptedException {
        isolate("on");
    }

    void heal() throws IOException, InterruptedException {
        isolate("off");
    }

    /// Whether one server could connect to another one's port.
    boolean reaches(Host from, Host to, int port) throws IOException, InterruptedException {
        var words = new ArrayList<>(from.enter());
        var connect = "exec 3<>/dev/tcp/" + to.address() + "/" + port;
        words.addAll(List.of("timeout", "" + CONNECT_SECONDS_MAX, "bash", "-c", connect));
        return works(words);
    }

    @Override
    public void close() {
        namespaces.forEach(Namespace::close);
        removeBridge();
    }

    private void removeBridge() {
        try {
            works(List.of("ip", "link", "del", name));
        } catch (IOException missing) {
            // then there was nothing to remove
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isMade() throws IOException, InterruptedException {
        for (int place = 0; place <= SERVERS; place++) {
            var namespace = Namespace.open();
            if (namespace.isEmpty()) {
                return false;
            }
            namespaces.add(namespace.get());
        }
        Runtime.getRuntime().addShutdownHook(lastCare);
        if (!works(words("ip link add " + name + " type bridge"))) {
            return false;
        }
        run("ip addr add " + net + "1/24 dev " + name);
        run("ip link set " + name + " up");
        for (int place = 0; place <= SERVERS; place++) {
            join(place, place == 0 ? Fleet.CASSANDRA_NODES : 1);
        }
        return true;
    }

    private void join(int place, int addresses) throws IOException, InterruptedException {
        var namespace = namespaces.get(place);
        run("ip link add " + port(place) + " type veth peer name eth0 netns " + namespace.pid());
        run("ip link set " + port(place) + " master " + name + " up");
        for (int i = 0; i < addresses; i++) {
            runIn(namespace, "ip addr add " + address(place, i) + "/24 dev eth0");
        }
        runIn(namespace, "ip link set eth0 up");
    }

    private void isolate(String onOrOff) throws IOException, InterruptedException {
        for (int place = 1; place <= SERVERS; place++) {
            run("bridge link set dev " + port(place) + " isolated " + onOrOff);
        }
    }

    private String port(int place) {
        return name + "-" + place;
    }

    private String address(int place, int number) {
        return net + ((place + 1) * 10 + number);
    }

    private static void run(String command) throws IOException, InterruptedException {
        runAll(words(command));
    }

    private static void runIn(Namespace namespace, String command) throws IOException, InterruptedException {
        var all = new ArrayList<>(namespace.enter());
        all.addAll(words(command));
        runAll(all);
    }

    private static void runAll(List<String> words) throws IOException, InterruptedException {
        if (!works(words)) {
            throw new IOException("failed: " + String.join(" ", words));
        }
    }

    private static List<String> words(String command) {
        return Arrays.asList(command.split(" "));
    }

    private static boolean works(List<String> words) throws IOException, InterruptedException {
        var process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("does not end: " + String.join(" ", words));
        }
        return process.exitValue() == 0;
    }
}
