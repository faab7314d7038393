// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A child process that serves; ends with the bench at the latest.
public final class ServerProcess implements AutoCloseable {
    private static final Duration STOP_MAX = Duration.ofMinutes(1);
    private static final long POLL_MILLIS = 20;

    private final Process process;
    private final Path log;
    private final Thread hook;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.hook = new Thread(this::end, "stop-" + process.pid());
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// Starts a program; both its outputs go to `log`.
    public static ServerProcess start(List<String> command, Map<String, String> environment, Path log)
            throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new ServerProcess(builder.start(), log);
    }

    public long pid() {
        return process.pid();
    }

    /// Waits until `ready` says yes of the log.
    ///
    /// @throws IOException with the end of the log, when the process ends or the time is over before
    public void await(Predicate<String> ready, Duration atMost) throws IOException, InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!ready.test(Files.readString(log))) {
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IOException("the server ended with code " + process.exitValue() + ": " + logEnd());
            }
            if (System.nanoTime() > end) {
                throw new IOException("the server was not ready after " + atMost.toSeconds() + " s: " + logEnd());
            }
        }
    }

    /// Stops it: with SIGTERM, after a while with SIGKILL.
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyShuttingDown) {
            return;
        }
    }

    public static InetSocketAddress freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
        }
    }

    private void end() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private String logEnd() {
        try {
            var text = Files.readString(log).strip();
            return text.substring(Math.max(0, text.length() - 1_000));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
