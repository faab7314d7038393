// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.wire;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.satchel.model.Address;
import org.satchel.server.accounts.Account;
import org.satchel.server.config.ServerConfig;
import org.satchel.server.config.Settings;
import org.satchel.server.storage.Storage;

/// `satchel serve` as a child process on free ports, on the engine that the test or the run names.
public final class ServerProcess implements AutoCloseable {
    public static final String PASSWORD = "between-us";
    /// The same with the fewest iterations that are allowed: a JVM without its second compiler takes a second for the
    /// usual ones.
    private static final String VERIFIER = "SCRAM-SHA-256$4096:SiIOET1BUcEDKWRcHGvEUQ==$"
            + "/PpcAs8ZwW1rwaU+9t32uOe9Q8YW6euHGH21H4mYpzI=:82ojnwhQJo9mRmRmG4paPL7q7HFq/Y+HHZPIW9OyVSE=";
    private static final Duration READY_MAX = Duration.ofMinutes(10);
    private static final Duration EXIT_MAX = Duration.ofMinutes(2);
    private static final int HEAP_MEBIBYTES = 384;

    private final Host host;
    private final Process process;
    private final long startedNanos = System.nanoTime();
    private final CompletableFuture<Map<String, InetSocketAddress>> faces = new CompletableFuture<>();
    private final Path log;
    private Duration readyTook = Duration.ZERO;
    private volatile boolean doomed;

    private ServerProcess(Host host, Process process, Path log) {
        this.host = host;
        this.process = process;
        this.log = log;
    }

    /// Makes an account in a data folder whose server may run or not.
    public static void account(Path data, String address) throws IOException {
        accounts(data, List.of(address));
    }

    /// Makes accounts in a data folder, or where these settings keep accounts.
    ///
    /// @param settings `key=value`
    public static void accounts(Path data, List<String> addresses, String... settings) throws IOException {
        Files.createDirectories(data);
        var all = new Settings().option("data", data.toString());
        for (var setting : Engine.with(data, settings)) {
            int equals = setting.indexOf('=');
            all.option(setting.substring(0, equals), setting.substring(equals + 1));
        }
        Storage.withAccounts(ServerConfig.of(all), InstantSource.system(), accounts -> {
            for (var address : addresses) {
                accounts.put(Account.parse(VERIFIER + " " + new Address(address).uri()));
            }
        });
    }

    /// Starts it and waits until all its faces answer.
    ///
    /// @param log gets what the server says; appended to
    /// @param settings `key=value`
    public static ServerProcess start(Path data, Path log, String... settings) throws IOException {
        return start(Host.LOOPBACK, data, log, settings);
    }

    /// The same on another host.
    public static ServerProcess start(Host host, Path data, Path log, String... settings) throws IOException {
        return ready(begin(host, data, log, settings));
    }

    /// The same with another heap than usual.
    ///
    /// @param heapMebibytes all that it may have; also for buffers outside the heap
    public static ServerProcess startWithin(int heapMebibytes, Path data, Path log, String... settings)
            throws IOException {
        return ready(begin(Host.LOOPBACK, heapMebibytes, data, log, settings));
    }

    private static ServerProcess ready(ServerProcess server) throws IOException {
        try {
            server.awaitReady();
            return server;
        } catch (IOException failure) {
            server.kill();
            throw failure;
        }
    }

    /// Starts it and does not wait.
    public static ServerProcess begin(Path data, Path log, String... settings) throws IOException {
        return begin(Host.LOOPBACK, data, log, settings);
    }

    /// The same on another host.
    public static ServerProcess begin(Host host, Path data, Path log, String... settings) throws IOException {
        return begin(host, HEAP_MEBIBYTES, data, log, settings);
    }

    private static ServerProcess begin(Host host, int heapMebibytes, Path data, Path log, String... settings)
            throws IOException {
        var command = new ArrayList<>(host.enter());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                // A process that lives for seconds: it starts in half the time this way.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx" + heapMebibytes + "m",
                "-cp",
                System.getProperty("java.class.path"),
                "org.satchel.server.main.Satchel",
                "serve",
                "--data",
                data.toString(),
                "--imap",
                host.anyPort(),
                "--http",
                host.anyPort(),
                "--sip",
                host.anyPort()));
        for (var setting : Engine.with(data, settings)) {
            command.addAll(List.of("--set", setting));
        }
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        var server = new ServerProcess(host, process, log);
        Thread.ofVirtual().name("server-output").start(server::listen);
        return server;
    }

    /// @throws IOException when it ends first, or takes too long
    public void awaitReady() throws IOException {
        try {
            faces.get(READY_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the server did not become ready; it said:\n" + said(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// From the start of the process to its `READY`.
    public Duration readyTook() {
        return readyTook;
    }

    /// @param name `imap`, `http` or `sip`
    public InetSocketAddress face(String name) {
        var found = faces.getNow(Map.of()).get(name);
        if (found == null) {
            throw new IllegalStateException("no face " + name);
        }
        return found;
    }

    /// Processor time that it has used.
    public Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /// The most memory that it had at one time, in bytes: heap, buffers, code, all of it.
    public long residentBytesPeak() throws IOException {
        // proc(5): VmHWM, in kibibytes
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElseThrow()
                * 1024;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// True from the moment on at which [#kill] was called.
    public boolean isDoomed() {
        return doomed;
    }

    /// SIGKILL; returns when the process is gone.
    public void kill() {
        doomed = true;
        process.destroyForcibly();
        awaitExit();
    }

    /// SIGTERM.
    ///
    /// @return its exit code
    public int stop() {
        process.destroy();
        return awaitExit();
    }

    /// The last lines of its log.
    public String said() throws IOException {
        var lines = Files.exists(log) ? Files.readAllLines(log) : List.<String>of();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }

    @Override
    public void close() {
        kill();
    }

    private int awaitExit() {
        try {
            if (!process.waitFor(EXIT_MAX.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the server did not end in " + EXIT_MAX);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void listen() {
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("READY ")) {
                    readyTook = Duration.ofNanos(System.nanoTime() - startedNanos);
                    faces.complete(parse(host, line));
                } else {
                    Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                }
            }
        } catch (IOException e) {
            faces.completeExceptionally(e);
        }
        faces.completeExceptionally(new IOException("the server ended"));
    }

    private static Map<String, InetSocketAddress> parse(Host host, String ready) {
        var found = new HashMap<String, InetSocketAddress>();
        for (var word : ready.split(" ")) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                int port = Integer.parseInt(word.substring(word.lastIndexOf(':') + 1));
                found.put(word.substring(0, equals), new InetSocketAddress(host.address(), port));
            }
        }
        return Map.copyOf(found);
    }
}
