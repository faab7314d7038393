// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    private static final int TROUBLE = 1;

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
        var outcome = new CompletableFuture<Integer>();
        try (var node = new Node(configuration())) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                stop.countDown();
                                awaitEnd(outcome);
                            },
                            "stop"));
            var out = spec.commandLine().getOut();
            out.println(node.start());
            out.flush();
            stop.await();
            LOG.info("stopping");
        } catch (IOException | RuntimeException | InterruptedException failure) {
            outcome.complete(TROUBLE);
            throw failure;
        }
        outcome.complete(0);
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

    /// Ends the process: with 0 when everything was closed in time, else with 1, as when it did not start.
    private static void awaitEnd(Future<Integer> outcome) {
        int code = TROUBLE;
        try {
            code = outcome.get(STOP_SECONDS_MAX - 1, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("not everything stopped within {} s", STOP_SECONDS_MAX - 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(code);
    }
}
