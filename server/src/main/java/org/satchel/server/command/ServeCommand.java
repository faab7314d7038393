// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.satchel.server.Node;
import org.satchel.server.config.ServerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Runs the server until it is told to stop.
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Runs the server; prints one line beginning with READY when all faces answer; stops on SIGTERM.")
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);
    private static final int STOP_SECONDS_MAX = 10;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(names = "--imap", paramLabel = "HOST:PORT", description = "Where IMAP listens; the setting imap.listen.")
    private @Nullable String imap;

    @Option(names = "--http", paramLabel = "HOST:PORT", description = "Where REST listens; the setting http.listen.")
    private @Nullable String http;

    @Option(names = "--sip", paramLabel = "HOST:PORT", description = "Where SIP listens; the setting sip.listen.")
    private @Nullable String sip;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("not made by the command line");
        }
        var stop = new CountDownLatch(1);
        var stopped = new CountDownLatch(1);
        try (var node = new Node(configuration())) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                stop.countDown();
                                awaitStop(stopped);
                            },
                            "stop"));
            var out = spec.commandLine().getOut();
            out.println(node.start());
            out.flush();
            stop.await();
            LOG.info("stopping");
        } finally {
            stopped.countDown();
        }
        return 0;
    }

    private ServerConfig configuration() {
        var settings = config.settings();
        if (imap != null) {
            settings.option("imap.listen", imap);
        }
        if (http != null) {
            settings.option("http.listen", http);
        }
        if (sip != null) {
            settings.option("sip.listen", sip);
        }
        return ServerConfig.of(settings);
    }

    /// The process ends when this returns; with exit code 0 when everything was closed in time.
    private static void awaitStop(CountDownLatch stopped) {
        try {
            boolean inTime = stopped.await(STOP_SECONDS_MAX - 1, TimeUnit.SECONDS);
            Runtime.getRuntime().halt(inTime ? 0 : 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
