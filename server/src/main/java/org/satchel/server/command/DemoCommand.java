// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.satchel.server.demo.DemoEngine;
import org.satchel.server.demo.Demonstration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Shows the main job of Satchel on real input.
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Starts a server of its own on free loopback ports with a fresh data folder, sends SIP messages between two users,",
            "and shows what came out over IMAP, NMS and OMA Push. Exit code 0 only if every byte came back."
        })
final class DemoCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--messages",
            defaultValue = "100",
            paramLabel = "N",
            description = "Messages from each of the two; default ${DEFAULT-VALUE}.")
    private int each;

    @Option(
            names = "--corpus",
            defaultValue = "../shared/data",
            paramLabel = "DIR",
            description = "Folder of the NUS SMS corpus; without it, invented sentences are sent.")
    private Path corpus = Path.of("../shared/data");

    @Option(
            names = "--engine",
            defaultValue = "embedded",
            paramLabel = "NAME",
            description =
                    "embedded, cassandra or cassandra+s3: starts real backends for itself; default ${DEFAULT-VALUE}.")
    private String engine = "embedded";

    @Option(names = "--keep", description = "Keeps the data folder and says where it is.")
    private boolean keep;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("not made by the command line");
        }
        if (each < 1 || each > 10_000) {
            throw new IllegalArgumentException("--messages is not between 1 and 10,000: " + each);
        }
        var out = spec.commandLine().getOut();
        var folder = Files.createTempDirectory("satchel-demo");
        boolean good = false;
        try (var backends = new DemoEngine(engine, folder)) {
            good = new Demonstration(folder, backends.settings(), corpus, each, out, InstantSource.system()).run();
            return good ? 0 : 1;
        } finally {
            if (keep || !good) {
                out.println("Data and log: " + folder);
            } else {
                remove(folder);
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
