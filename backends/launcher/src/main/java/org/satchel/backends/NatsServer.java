// SPDX-License-Identifier: Apache-2.0
package org.satchel.backends;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A NATS server without persistence as a child process, where one is installed (Debian: nats-server).
///
/// `-Dsatchel.backends.nats=FILE` names a program that is not installed. Calls that start or end it are for one thread
/// at a time.
public final class NatsServer implements AutoCloseable {
    private static final Duration READY_MAX = Duration.ofMinutes(10);
    private static final int GREETING_MILLIS_MAX = 120_000;
    private static final int PORT = 4_222;

    private final Path program;
    private final Path folder;
    private final InetAddress address;
    private Child child;

    private NatsServer(Path program, Path folder, InetAddress address) throws IOException, InterruptedException {
        this.program = program;
        this.folder = folder;
        this.address = address;
        this.child = launch();
    }

    public static boolean isAvailable() {
        return program().isPresent();
    }

    /// @param folder gets `nats.log`
    public static NatsServer start(Path folder) throws IOException, InterruptedException {
        return new NatsServer(
                program().orElseThrow(() -> new IOException("no nats-server here (Debian: nats-server)")),
                Files.createDirectories(folder).toRealPath(),
                Loopback.freeAddresses(1, RandomGenerator.getDefault(), PORT).getFirst());
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(address, PORT);
    }

    /// As clients want it.
    public String url() {
        return "nats://" + address.getHostAddress() + ":" + PORT;
    }

    public void kill() {
        child.kill();
    }

    /// Starts it again in the same place, having ended it if it lives.
    public void restart() throws IOException, InterruptedException {
        kill();
        child = launch();
    }

    /// It keeps its connections and passes nothing on, until it is thawed.
    public void freeze() throws IOException, InterruptedException {
        child.freeze();
    }

    public void thaw() throws IOException, InterruptedException {
        child.thaw();
    }

    @Override
    public void close() {
        kill();
    }

    private static Optional<Path> program() {
        return Optional.ofNullable(System.getProperty("satchel.backends.nats"))
                .map(Path::of)
                .filter(Files::isExecutable)
                .or(() -> Child.find("nats-server", Path.of("/usr/sbin"), Path.of("/usr/bin")));
    }

    private Child launch() throws IOException, InterruptedException {
        var started = Child.start(
                "NATS server " + url(),
                List.of(program.toString(), "--addr", address.getHostAddress(), "--port", "" + PORT),
                folder,
                folder.resolve("nats.log"));
        try {
            started.await(this::greets, READY_MAX);
            return started;
        } catch (IOException | InterruptedException failure) {
            started.kill();
            throw failure;
        }
    }

    /// The server speaks first.
    private boolean greets() {
        try (var socket = new Socket()) {
            socket.connect(address(), GREETING_MILLIS_MAX);
            socket.setSoTimeout(GREETING_MILLIS_MAX);
            var word = new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII);
            return word.equals("INFO");
        } catch (IOException notYet) {
            return false;
        }
    }
}
