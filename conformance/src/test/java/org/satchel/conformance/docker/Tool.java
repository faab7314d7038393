// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A program of this machine, run in the root of the checkout.
record Tool(List<String> command) {
    Tool {
        command = List.copyOf(command);
    }

    /// The test counts as skipped when there is none.
    static Tool needed(String name, String from) {
        var found = find(name);
        assumeTrue(found, "no " + name + " here: " + from);
        return new Tool(List.of(name));
    }

    /// Compose as a plugin of Docker's client, or the older program of its own.
    static Tool compose() throws IOException, InterruptedException {
        var plugin = new Tool(List.of("docker", "compose"));
        if (find("docker") && plugin.outcome(Duration.ofSeconds(30), "version").exit() == 0) {
            return plugin;
        }
        return needed("docker-compose", "install Docker's compose plugin, or apt-get install docker-compose");
    }

    /// What a run came to.
    ///
    /// @param output both outputs
    record Outcome(int exit, String output) {}

    /// Runs it, and fails unless it ends well and in time.
    String run(Duration longest, String... arguments) throws IOException, InterruptedException {
        var outcome = outcome(longest, arguments);
        assertThat(outcome.exit()).as(outcome.output()).isZero();
        return outcome.output();
    }

    Outcome outcome(Duration longest, String... arguments) throws IOException, InterruptedException {
        var all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        var builder = new ProcessBuilder(all).directory(root().toFile()).redirectErrorStream(true);
        builder.environment()
                .put("PATH", System.getenv("PATH") + File.pathSeparator + "/usr/sbin" + File.pathSeparator + "/sbin");
        var process = builder.start();
        process.getOutputStream().close();
        var output = CompletableFuture.supplyAsync(
                () -> read(process), task -> Thread.ofVirtual().start(task));
        if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(all + " took longer than " + longest + ": " + output.join());
        }
        return new Outcome(process.exitValue(), output.join());
    }

    static Path root() {
        var root = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(root.resolve("docker"))) {
            root = root.getParent();
            if (root == null) {
                throw new IllegalStateException("not inside a checkout");
            }
        }
        return root;
    }

    private static boolean find(String name) {
        var folders = Stream.concat(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin", "/sbin"));
        return folders.anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    private static String read(Process process) {
        try (var output = process.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
