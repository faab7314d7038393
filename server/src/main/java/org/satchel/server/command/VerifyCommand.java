// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.satchel.model.StoreFailure;
import org.satchel.model.check.Fault;
import org.satchel.model.check.Finding;
import org.satchel.model.check.StoreCheck;
import org.satchel.server.Node;
import org.satchel.server.config.EngineKind;
import org.satchel.server.config.ServerConfig;
import org.satchel.server.storage.LiveServers;
import org.satchel.server.storage.Source;
import org.satchel.server.storage.Storage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Says whether what is kept of all boxes fits together.
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Compares heads, histories, objects, counters, index rows and payloads of all boxes; the server may run.",
            "With --repair, and the server stopped, makes again what follows from the rest, and removes what belongs to"
                    + " nothing.",
            "Ends with 0 when all is well or was mended, 1 when something is wrong, 2 when the store cannot be looked at."
        })
final class VerifyCommand implements Callable<Integer> {
    private static final int WRONG = 1;
    private static final int NO_ANSWER = 2;
    /// A payload file that is younger may belong to a write under way.
    private static final Duration FILE_GRACE = Duration.ofHours(1);
    private static final int PER_FAULT_MAX = 1_000;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(names = "--repair", description = "Mends what can be made again; no server may run.")
    private boolean repair;

    @Option(
            names = "--payloads",
            description = "Reads every payload, and compares it with its digest where the engine keeps one.")
    private boolean payloads;

    private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
    private int left;

    @Override
    public Integer call() throws InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("not made by the command line");
        }
        var out = spec.commandLine().getOut();
        try {
            long boxes = verify(options.read(), finding -> tell(out, finding));
            counts.forEach((fault, count) -> {
                if (count > PER_FAULT_MAX) {
                    out.printf("%s: %d more%n", fault, count - PER_FAULT_MAX);
                }
            });
            int all = counts.values().stream().mapToInt(Integer::intValue).sum();
            out.printf("%d boxes looked at; %d findings, %d of them mended%n", boxes, all, all - left);
            out.flush();
            return left == 0 ? 0 : WRONG;
        } catch (IOException | StoreFailure failure) {
            spec.commandLine().getErr().println("satchel: " + failure.getMessage());
            return NO_ANSWER;
        }
    }

    private long verify(ServerConfig config, Consumer<Finding> found) throws IOException, InterruptedException {
        var clock = InstantSource.system();
        var depth = new StoreCheck.Depth(payloads, repair, clock.instant(), FILE_GRACE);
        if (repair || config.engine().kind() == EngineKind.CASSANDRA) {
            try (var storage = Storage.openBriefly(config, clock)) {
                if (repair && new LiveServers(storage.store().registry()).anyFor(LiveServers.SILENT)) {
                    throw new IOException("a server serves the store; stop it before --repair");
                }
                return storage.image().check().run(depth, found);
            }
        }
        try (var source = Source.open(config, clock, folder -> Node.copyRows(config.data(), folder));
                var image = source.image()) {
            return image.check().run(depth, found);
        }
    }

    private void tell(PrintWriter out, Finding finding) {
        left += finding.mended() ? 0 : 1;
        if (counts.merge(finding.fault(), 1, Integer::sum) <= PER_FAULT_MAX) {
            out.println(finding);
        }
    }
}
