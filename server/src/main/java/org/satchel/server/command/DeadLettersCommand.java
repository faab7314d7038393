// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.satchel.server.Node;
import org.satchel.server.sharing.Overrides;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// What subscribers and devices were not told, and why: asked of the running server.
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        description =
                "Lists what was given up of pushes and callbacks, the last 20 of each box: box, time, subscription,"
                        + " number of the list, kind of receiver, reason.")
final class DeadLettersCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Override
    public Integer call() throws IOException {
        if (spec == null) {
            throw new IllegalStateException("not made by the command line");
        }
        var answer = Node.deadLetters(options.read().data());
        if (answer.isEmpty()) {
            spec.commandLine().getErr().println("no server is running");
            return 1;
        }
        Overrides.lines(answer.get()).stream()
                .filter(line -> !line.isEmpty())
                .forEach(spec.commandLine().getOut()::println);
        return 0;
    }
}
