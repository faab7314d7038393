// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench;

import org.jspecify.annotations.Nullable;
import org.satchel.bench.command.ClusterCommand;
import org.satchel.bench.command.EngineCommand;
import org.satchel.bench.command.ImapCommand;
import org.satchel.bench.command.NmsCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The entry: `./satchel bench`.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Load that verifies what it measures.",
        subcommands = {ImapCommand.class, NmsCommand.class, EngineCommand.class, ClusterCommand.class},
        synopsisSubcommandLabel = "COMMAND")
public final class Bench implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    public static void main(String[] arguments) {
        var line = new CommandLine(new Bench());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println("bench: " + reason(failure));
            return CommandLine.ExitCode.SOFTWARE;
        });
        line.setCaseInsensitiveEnumValuesAllowed(true);
        System.exit(line.execute(arguments));
    }

    @Override
    public void run() {
        if (spec == null) {
            throw new IllegalStateException("not made by the command line");
        }
        throw new CommandLine.ParameterException(spec.commandLine(), "Missing command");
    }

    private static String reason(Exception failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
