// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.readme;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.satchel.conformance.wire.Namespace;

/// A folder in which what the page prints can be typed, on a loopback where its ports are free.
///
/// `./satchel` in it starts the classes under test, as the launcher of a checkout does after it has built them.
/// When this process may, everything runs in a network namespace of its own; else on the machine's loopback.
final class Place implements AutoCloseable {
    private static final Duration RUN_MAX = Duration.ofMinutes(5);
    private static final List<Integer> PORTS = List.of(1143, 8080, 5060);

    private final Path folder;
    /// Empty on the machine's loopback.
    private final Optional<Namespace> namespace;

    private int runs;

    private Place(Path folder, Optional<Namespace> namespace) throws IOException {
        this.folder = folder;
        this.namespace = namespace;
        var launcher = folder.resolve("satchel");
        Files.writeString(launcher, """
                #!/bin/sh
                exec '%s/bin/java' --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \\
                    -Dlogback.configurationFile=logback.xml -cp '%s' org.satchel.server.main.Satchel "$@"
                """.formatted(System.getProperty("java.home"), classPath()));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// @return empty when there is no namespace to be had and a port is taken
    static Optional<Place> make(Path folder) throws IOException {
        var namespace = Namespace.open();
        if (namespace.isEmpty() && !PORTS.stream().allMatch(Place::isFree)) {
            return Optional.empty();
        }
        return Optional.of(new Place(folder, namespace));
    }

    /// What a command did.
    record Said(int exit, String out, String err) {}

    /// Runs a command to its end.
    Said run(String... command) throws IOException, InterruptedException {
        var out = folder.resolve("run-" + ++runs + ".out");
        var err = folder.resolve("run-" + runs + ".err");
        var process = builder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(RUN_MAX.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running: " + String.join(" ", command));
        }
        return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /// Starts a command; its words go to these files of the folder.
    Process start(Path err, String... command) throws IOException {
        return builder(command).redirectError(err.toFile()).start();
    }

    @Override
    public void close() {
        namespace.ifPresent(Namespace::close);
    }

    private ProcessBuilder builder(String... command) {
        var whole = new ArrayList<String>();
        namespace.ifPresent(it -> whole.addAll(it.enter()));
        whole.addAll(List.of(command));
        var builder = new ProcessBuilder(whole).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SATCHEL_"));
        return builder;
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// Ours without the tests.
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
