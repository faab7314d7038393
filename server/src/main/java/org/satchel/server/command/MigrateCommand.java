// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.satchel.server.Node;
import org.satchel.server.config.EngineKind;
import org.satchel.server.config.ServerConfig;
import org.satchel.server.migration.Migration;
import org.satchel.server.migration.MigrationLimits;
import org.satchel.server.migration.Progress;
import org.satchel.server.storage.LiveServers;
import org.satchel.server.storage.Source;
import org.satchel.server.storage.Storage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Moves an installation to another engine while it is served.
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = {
            "Moves all boxes, accounts and subscriptions to another engine, and compares them, while the server goes on.",
            "Follows what is written until no server serves the old place any more; then ends with 0, and the new one can be"
                    + " served. May be interrupted and run again. Ends with 1 when anything differs."
        })
final class MigrateCommand implements Callable<Integer> {
    private static final Duration TARGET_LOOK = Duration.ofSeconds(3);

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(names = "--from", required = true, paramLabel = "ENGINE", description = "embedded or cassandra.")
    private EngineKind from = EngineKind.EMBEDDED;

    @Option(names = "--to", paramLabel = "ENGINE", description = "embedded or cassandra; needed but for --reopen.")
    private @Nullable EngineKind to;

    @Option(
            names = "--from-config",
            paramLabel = "FILE",
            description = "Configuration of the old place, instead of --config.")
    private @Nullable Path fromConfig;

    @Option(
            names = "--to-config",
            paramLabel = "FILE",
            description = "Configuration of the new place, instead of --config.")
    private @Nullable Path toConfig;

    @Option(
            names = "--once",
            description = "Takes over what there is now, and ends; the store is moved only if no server serves it.")
    private boolean once;

    @Option(
            names = "--reopen",
            description = "Moves nothing: lets servers serve the store of --from again, though it was moved away.")
    private boolean reopen;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("not made by the command line");
        }
        var clock = InstantSource.system();
        var source = config(fromConfig, from);
        if (reopen) {
            try (var storage = Storage.openBriefly(source, clock)) {
                storage.reopen();
            }
            spec.commandLine().getOut().println("reopened " + source.place());
            return 0;
        }
        if (to == null) {
            throw new picocli.CommandLine.ParameterException(
                    spec.commandLine(), "Missing required option: --to=ENGINE");
        }
        var target = config(toConfig, to);
        if (target.place().equals(source.place())) {
            throw new IllegalArgumentException("the old place and the new one are the same: " + source.place());
        }
        var names = new Migration.Names(source.place(), target.place());
        try (var old = Source.open(source, clock, folder -> Node.copyRows(source.data(), folder));
                var storage = Storage.openBriefly(target, clock)) {
            if (new LiveServers(storage.store().registry()).anyFor(TARGET_LOOK)) {
                throw new IOException("a server serves " + target.place() + "; stop it first");
            }
            return move(old, storage, names);
        }
    }

    private int move(Source old, Storage storage, Migration.Names names) throws IOException, InterruptedException {
        var line = java.util.Objects.requireNonNull(spec).commandLine();
        var progress = new Progress();
        Migration.Result result;
        try (var bar = new ProgressBar(line.getErr(), progress)) {
            bar.start();
            var migration = new Migration(old, storage, names, progress, MigrationLimits.STANDARD);
            result = once ? migration.once() : migration.run();
        }
        var out = line.getOut();
        var figures = progress.figures();
        result.differences().forEach(difference -> out.println("DIFFERS " + difference));
        var state = !result.differences().isEmpty()
                ? "not moved: " + result.differences().size() + " differences"
                : result.complete() ? "moved" : "copied, and still served: run again to go on";
        out.printf(
                "%s to %s: %s; %d objects and %d bytes taken over, %d commits followed, %d objects compared, %.0f s%n",
                names.source(),
                names.target(),
                state,
                figures.objects(),
                figures.bytes(),
                figures.commits(),
                figures.compared(),
                figures.seconds());
        out.flush();
        return result.differences().isEmpty() ? 0 : 1;
    }

    private ServerConfig config(@Nullable Path file, EngineKind engine) {
        return ServerConfig.of(options.settings(file).option("engine.kind", engine.name()));
    }
}
