// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.satchel.server.sync.Sync;
import org.satchel.server.sync.SyncFailure;
import org.satchel.server.sync.SyncLimits;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Mirrors a box of any NMS server into a folder.
@Command(
        name = "sync",
        mixinStandardHelpOptions = true,
        description = {
            "Mirrors a box of an OMA NMS server into a folder: everything at first, then whatever changes. Can be stopped or",
            "killed at any time and goes on where it was. Ends with one line: objects, bytes, resynchronisations."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:in step, or stopped as was asked for",
            "1:trouble with the folder, or stopped before it was in step (--once)",
            "2:wrong options",
            "3:the server refuses, or does not keep to the protocol",
            "4:the server was not to be reached for ten minutes (--once)"
        })
final class SyncCommand implements Callable<Integer> {
    private static final int TROUBLE = 1;
    private static final int REFUSED = 3;
    private static final int OUT_OF_REACH = 4;
    private static final long SECRET_BYTES_MAX = 64 * 1024;
    private static final int STOP_SECONDS_MAX = 10;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--url", required = true, paramLabel = "URL", description = "The server, https://HOST:PORT.")
    private @Nullable URI url;

    @Option(
            names = "--store",
            defaultValue = "base",
            paramLabel = "NAME",
            description = "Name of the store; default ${DEFAULT-VALUE}.")
    private String store = "base";

    @Option(
            names = "--box",
            required = true,
            paramLabel = "ADDRESS",
            description = "The box, such as tel:+15550100001.")
    private String box = "";

    @ArgGroup(multiplicity = "1", exclusive = true)
    private Secret secret = new Secret();

    @Option(names = "--into", required = true, paramLabel = "FOLDER", description = "Made when it is not there.")
    private Path into = Path.of("");

    @ArgGroup(exclusive = true)
    private Length length = new Length();

    @Option(
            names = "--settle",
            defaultValue = "3",
            paramLabel = "SECONDS",
            description = "How long --once waits for news before it is in step; default ${DEFAULT-VALUE}.")
    private int settleSeconds = 3;

    /// How the user is known to the server.
    static final class Secret {
        @ArgGroup(exclusive = false)
        private @Nullable Password password;

        @Option(names = "--token-file", paramLabel = "FILE", description = "Bearer token, the first line of a file.")
        private @Nullable Path token;

        static final class Password {
            @Option(names = "--user", required = true, paramLabel = "NAME", description = "Who logs in.")
            private String user = "";

            @Option(
                    names = "--password-file",
                    required = true,
                    paramLabel = "FILE",
                    description = "Password, the first line of a file.")
            private Path file = Path.of("");
        }
    }

    /// When it ends.
    static final class Length {
        @Option(names = "--once", description = "Ends when the folder is in step.")
        private boolean once;

        @Option(names = "--follow", description = "Goes on until it is stopped; the default.")
        private boolean follow;
    }

    @Override
    public Integer call() throws IOException {
        if (spec == null || url == null) {
            throw new IllegalStateException("not made by the command line");
        }
        if (settleSeconds < 1 || settleSeconds > 600) {
            throw new IllegalArgumentException("--settle is not between 1 and 600: " + settleSeconds);
        }
        checkSafe(url);
        var out = spec.commandLine().getOut();
        var err = spec.commandLine().getErr();
        var limits = SyncLimits.DEFAULT.with(SyncLimits.Waits.DEFAULT.settling(Duration.ofSeconds(settleSeconds)));
        var place = new Sync.Place(url, store, box);
        try (var sync = new Sync(place, authorization(), into, limits, line -> {
                    err.println(line);
                    err.flush();
                });
                var _ = new StopSignal()) {
            int code = run(sync);
            out.println(sync.summary());
            out.flush();
            return code;
        }
    }

    private int run(Sync sync) throws IOException {
        try {
            sync.run(length.once && !length.follow ? Sync.Until.IN_STEP : Sync.Until.STOPPED);
            return 0;
        } catch (InterruptedException stopped) {
            return length.once ? TROUBLE : 0;
        } catch (SyncFailure failure) {
            spec().commandLine().getErr().println("satchel: " + failure.getMessage());
            return failure instanceof SyncFailure.Later ? OUT_OF_REACH : REFUSED;
        }
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("not made by the command line");
        }
        return spec;
    }

    /// Credentials and messages go in clear to this machine only.
    private static void checkSafe(URI url) throws IOException {
        var scheme = String.valueOf(url.getScheme());
        if (url.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
            throw new IllegalArgumentException("--url is not like https://HOST:PORT: " + url);
        }
        if (scheme.equals("http") && !InetAddress.getByName(url.getHost()).isLoopbackAddress()) {
            throw new IllegalArgumentException("--url is not https, and " + url.getHost() + " is another machine");
        }
    }

    private String authorization() throws IOException {
        if (secret.token != null) {
            return "Bearer " + firstLine(secret.token);
        }
        if (secret.password == null) {
            throw new IllegalStateException("not made by the command line");
        }
        var pair = secret.password.user + ":" + firstLine(secret.password.file);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static String firstLine(Path file) throws IOException {
        if (Files.size(file) > SECRET_BYTES_MAX) {
            throw new IllegalArgumentException(file + " is no file with a secret: it is too long");
        }
        var line = Files.readString(file).lines().findFirst().orElse("").strip();
        if (line.isEmpty()) {
            throw new IllegalArgumentException(file + " is empty");
        }
        return line;
    }

    /// Interrupts the thread that made it when the process is told to stop, and lets it say its last line.
    private static final class StopSignal implements AutoCloseable {
        private final CountDownLatch done = new CountDownLatch(1);
        private final Thread hook;

        StopSignal() {
            var worker = Thread.currentThread();
            hook = new Thread(() -> stop(worker), "stop");
            Runtime.getRuntime().addShutdownHook(hook);
        }

        @Override
        public void close() {
            done.countDown();
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException stopping) {
                // it waits for the line above
            }
        }

        private void stop(Thread worker) {
            worker.interrupt();
            try {
                done.await(STOP_SECONDS_MAX, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
