// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.satchel.server.config.HostPort;

/// The program as an operator meets it: a process of its own with arguments, two outputs and an exit code.
final class Program implements AutoCloseable {
    private static final Duration WAIT_MAX = Duration.ofMinutes(5);

    private final Process process;
    private final Path errors;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private Program(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        Thread.ofVirtual().start(this::read);
    }

    static Program start(Path folder, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseCompactObjectHeaders",
                // A process that lives for seconds: it starts with half the work this way.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "org.satchel.server.main.Satchel"));
        command.addAll(Arrays.asList(arguments));
        var errors = Files.createTempFile(folder, "program", ".err");
        var builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("SATCHEL_"));
        return new Program(builder.start(), errors);
    }

    /// A server on free ports of loopback, but for what the settings say.
    static Program serve(Path folder, Path data, String... settings) throws IOException {
        var arguments = new ArrayList<>(List.of("serve", "--data", data.toString()));
        for (var face : List.of("imap.listen=", "http.listen=", "sip.listen=")) {
            arguments.addAll(List.of("--set", face + "127.0.0.1:0"));
        }
        for (var setting : settings) {
            arguments.addAll(List.of("--set", setting));
        }
        return start(folder, arguments.toArray(String[]::new));
    }

    /// The next line of its standard output.
    String line() throws IOException, InterruptedException {
        var line = lines.poll(WAIT_MAX.toSeconds(), TimeUnit.SECONDS);
        if (line == null) {
            throw new AssertionError("no line came; standard error: " + errors());
        }
        return line;
    }

    /// Where a face listens, from the READY line, which must be the next one.
    Faces ready() throws IOException, InterruptedException {
        var line = line();
        if (!line.startsWith("READY ")) {
            throw new AssertionError("not ready: " + line + "; standard error: " + errors());
        }
        return new Faces(line);
    }

    /// As printed.
    record Faces(String line) {
        InetSocketAddress at(String name) {
            return Arrays.stream(line.split(" "))
                    .filter(word -> word.startsWith(name + "="))
                    .map(word ->
                            HostPort.parse(word.substring(name.length() + 1)).socketAddress())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + name + " in " + line));
        }
    }

    /// Sends SIGTERM.
    void terminate() {
        process.destroy();
    }

    /// Waits for the end and gives the exit code.
    int exit() throws IOException, InterruptedException {
        if (!process.waitFor(WAIT_MAX.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running; standard error: " + errors());
        }
        return process.exitValue();
    }

    String errors() throws IOException {
        return Files.readString(errors);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /// An empty line at the end says that no more will come.
    private void read() {
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
            }
            lines.add("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
