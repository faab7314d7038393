// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.satchel.server.Node;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// A copy of the store that opens as a store, taken while the server runs or when it does not.
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = "Copies the store, as it is at this moment, to a new folder; the server may run.")
final class BackupCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(names = "--to", required = true, paramLabel = "DIR", description = "Folder to make; must not exist.")
    private @Nullable Path target;

    @Override
    public Integer call() throws IOException {
        if (spec == null || target == null) {
            throw new IllegalStateException("not made by the command line");
        }
        var made = Node.backup(config.read(), target.toAbsolutePath());
        spec.commandLine().getOut().println("backup " + made);
        return 0;
    }
}
