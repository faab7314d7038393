// SPDX-License-Identifier: Apache-2.0
package org.satchel.backends;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A child process that serves, from its start to its end.
///
/// It dies with this JVM: by a shutdown hook, and where `setpriv` is installed also when the JVM itself is killed.
final class Child {
    private static final Duration END_MAX = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int LOG_END_CHARS = 2_000;

    private static final Set<Process> STARTED = ConcurrentHashMap.newKeySet();
    /// The kernel kills a child when the *thread* that made it ends. So one thread makes all, and never ends.
    private static final ExecutorService SPAWNER = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("backend-spawner").factory());

    /// What makes a child end when this process is killed; empty where the machine has no such program.
    private static final List<String> ENDS_WITH_PARENT = find("setpriv", Path.of("/usr/bin"), Path.of("/bin"))
            .map(program -> List.of(program.toString(), "--pdeathsig", "KILL", "--"))
            .orElse(List.of());

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> STARTED.forEach(Process::destroyForcibly), "end-backends"));
    }

    private final String name;
    private final Process process;
    private final Path log;

    private Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /// @param log gets both its outputs; appended to
    static Child start(String name, List<String> command, Path folder, Path log)
            throws IOException, InterruptedException {
        var words = new ArrayList<>(ENDS_WITH_PARENT);
        words.addAll(command);
        var builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            return new Child(name, SPAWNER.submit(() -> spawn(builder)).get(), log);
        } catch (ExecutionException e) {
            throw new IOException(name + " did not start", e.getCause());
        }
    }

    /// Runs a program from its start to its end.
    ///
    /// @throws IOException with the end of the log, when it fails or is not done in time
    static void run(String name, List<String> command, Path folder, Path log, Duration atMost)
            throws IOException, InterruptedException {
        var child = start(name, command, folder, log);
        try {
            if (!child.process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(name + " was not done after " + atMost.toSeconds() + " s: " + child.logEnd());
            }
            if (child.process.exitValue() != 0) {
                throw new IOException(name + " ended with code " + child.process.exitValue() + ": " + child.logEnd());
            }
        } finally {
            child.kill();
        }
    }

    /// The program of this name in one of these folders, or on the path.
    static Optional<Path> find(String program, Path... folders) {
        var path = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of);
        return Stream.concat(Stream.of(folders), path)
                .map(folder -> folder.resolve(program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Waits until `ready` says yes.
    ///
    /// @throws IOException with the end of the log, when the process ends or the time is over before
    void await(Readiness ready, Duration atMost) throws IOException, InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!ready.isReached()) {
            if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(name + " ended with code " + process.exitValue() + ": " + logEnd());
            }
            if (System.nanoTime() - end > 0) {
                throw new IOException(name + " was not ready after " + atMost.toSeconds() + " s: " + logEnd());
            }
        }
    }

    /// Ends it as a power cut does: SIGKILL, no farewell. Waits until it is gone; a dead one stays dead.
    void kill() {
        process.destroyForcibly();
        boolean interrupted = false;
        long end = System.nanoTime() + END_MAX.toNanos();
        while (process.isAlive() && System.nanoTime() - end < 0) {
            try {
                process.waitFor(END_MAX.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// It keeps its memory, its sockets and its files, and does nothing.
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    /// Something that comes true by itself.
    @FunctionalInterface
    interface Readiness {
        boolean isReached() throws IOException, InterruptedException;
    }

    private void signal(String signal) throws IOException, InterruptedException {
        // The shell's own kill: the program of that name is not installed everywhere.
        var kill = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!kill.waitFor(END_MAX.toMillis(), TimeUnit.MILLISECONDS) || kill.exitValue() != 0) {
            throw new IOException(name + " (process " + pid() + ") took no signal " + signal);
        }
    }

    private static Process spawn(ProcessBuilder builder) throws IOException {
        var process = builder.start();
        STARTED.removeIf(other -> !other.isAlive());
        STARTED.add(process);
        return process;
    }

    private String logEnd() throws IOException {
        var text = Files.readString(log).strip();
        return text.substring(Math.max(0, text.length() - LOG_END_CHARS));
    }
}
