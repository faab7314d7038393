// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.satchel.server.config.HostPort;

/// The server as a process of its own, on free loopback ports, known by what it prints.
public final class ChildServer implements AutoCloseable {
    private static final int STOP_SECONDS_MAX = 15;

    private final Process process;
    private final Map<String, HostPort> faces = new HashMap<>();

    /// Starts the program that this one is, with the same runtime and class path.
    ///
    /// @param settings `key=value` overrides
    /// @param log where the server's own words go
    /// @throws IOException when it does not come up
    public ChildServer(Path data, List<String> settings, Path log) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseCompactObjectHeaders",
                "-XX:+ExitOnOutOfMemoryError",
                // The server's own, whatever else is on the class path.
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                "org.satchel.server.main.Satchel",
                "serve",
                "--data",
                data.toString(),
                "--imap",
                "127.0.0.1:0",
                "--http",
                "127.0.0.1:0",
                "--sip",
                "127.0.0.1:0"));
        settings.forEach(setting -> command.addAll(List.of("--set", setting)));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var ready = out.readLine();
        if (ready == null || !ready.startsWith("READY")) {
            process.destroyForcibly();
            throw new IOException("the server did not start; see " + log);
        }
        for (var word : ready.split(" ")) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                faces.put(word.substring(0, equals), HostPort.parse(word.substring(equals + 1)));
            }
        }
    }

    /// Its faces with their addresses, as it printed them.
    public Map<String, HostPort> faces() {
        return Map.copyOf(faces);
    }

    /// @param name `imap`, `http` or `sip`
    public InetSocketAddress face(String name) {
        var face = faces.get(name);
        if (face == null) {
            throw new IllegalArgumentException("the server has no face named " + name);
        }
        return face.socketAddress();
    }

    /// Asks it to stop.
    ///
    /// @return its exit code
    public int stop() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("the server did not stop in " + STOP_SECONDS_MAX + " s");
        }
        return process.exitValue();
    }

    /// Ends it at once, whatever it does.
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
