// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.mirror;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `satchel sync` as a process of its own.
final class SyncProcess implements AutoCloseable {
    private final Process process;
    private final Path out;

    private SyncProcess(Process process, Path out) {
        this.process = process;
        this.out = out;
    }

    /// What it is started with.
    ///
    /// @param into the mirror
    /// @param work folder for what it says
    record Setting(String url, String box, Path password, Path into, Path work) {}

    static SyncProcess begin(Setting setting, String... more) throws IOException {
        var out = Files.createTempFile(setting.work(), "sync", ".out");
        var command = new ArrayList<String>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "org.satchel.server.main.Satchel",
                "sync",
                "--url",
                setting.url(),
                "--box",
                setting.box(),
                "--user",
                setting.box(),
                "--password-file",
                setting.password().toString(),
                "--into",
                setting.into().toString()));
        command.addAll(List.of(more));
        var process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        setting.work().resolve("sync.err").toFile()))
                .start();
        return new SyncProcess(process, out);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// SIGKILL; returns when it is gone.
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /// SIGTERM.
    ///
    /// @return its summary
    String stop(Duration max) throws IOException, InterruptedException {
        process.destroy();
        await(max);
        return Files.readString(out).strip();
    }

    /// Waits for its end.
    ///
    /// @return its exit code
    int await(Duration max) throws IOException, InterruptedException {
        if (!process.waitFor(max.toSeconds(), TimeUnit.SECONDS)) {
            kill();
            throw new IOException("sync did not end in " + max);
        }
        return process.exitValue();
    }

    String said() throws IOException {
        return Files.readString(out).strip();
    }

    @Override
    public void close() {
        kill();
    }
}
