// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.satchel.server.Node;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// What `/health/ready` says, for those who stand beside the server: asked over the control socket, so that neither
/// address nor certificate matter.
@Command(
        name = "health",
        mixinStandardHelpOptions = true,
        description = "Says whether the server of this data folder takes new objects; exit code 1 when not.")
final class HealthCommand implements Callable<Integer> {
    private static final String WELL = "ok";

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Override
    public Integer call() throws IOException {
        if (spec == null) {
            throw new IllegalStateException("not made by the command line");
        }
        var answer = Node.health(options.read().data()).orElse("no server is running");
        spec.commandLine().getOut().println(answer.equals(WELL) ? "ready" : "not ready: " + answer);
        return answer.equals(WELL) ? 0 : 1;
    }
}
