// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.command;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.satchel.bench.measure.Alternation;
import org.satchel.bench.measure.Outcome;
import org.satchel.bench.nms.NmsScale;
import org.satchel.bench.nms.NmsTarget;
import org.satchel.bench.nms.NmsWorks;
import org.satchel.bench.nms.Webhook;
import org.satchel.bench.peer.Folders;
import org.satchel.bench.peer.SatchelServer;
import org.satchel.bench.report.Machine;
import org.satchel.bench.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `bench nms`: the REST face of a private Satchel, and beside it a bare Jetty that does the least a server can.
@Command(
        name = "nms",
        mixinStandardHelpOptions = true,
        description =
                "Measures the REST face of a private Satchel: durable POST and GET in turns with a bare Jetty, search,"
                        + " pages of a large box, notifications.")
public final class NmsCommand implements Callable<Integer> {
    private static final int ROUNDS = 5;
    private static final int QUICK_ROUNDS = 3;
    private static final Duration SLICE = Duration.ofSeconds(3);
    private static final Duration QUICK_SLICE = Duration.ofMillis(500);

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private RunOptions options = new RunOptions();

    @Option(
            names = "--polls",
            paramLabel = "N",
            description =
                    "Long polls that wait at once; default 50000, with --quick 500. Each needs an open file in the"
                            + " server and in the bench: with a lower limit there are fewer.")
    private @Nullable Integer polls;

    @Option(
            names = "--paged",
            paramLabel = "N",
            description = "Objects in the box whose pages are shown; default 100000, with --quick 5000.")
    private @Nullable Integer paged;

    @Option(names = "--jfr", paramLabel = "FILE", description = "Makes a flight recording of the private Satchel.")
    private @Nullable Path recording;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("not made by the command line");
        }
        var asked = options.rounds();
        int rounds = asked != null ? asked : options.quick() ? QUICK_ROUNDS : ROUNDS;
        var slice = options.quick() ? QUICK_SLICE : SLICE;
        var texts = RunOptions.texts();
        var scale = scale();
        var folder = options.workFolder();
        var begin = Instant.now();
        try (var webhook = Webhook.open()) {
            var works = NmsWorks.all(slice, scale, texts, webhook);
            options.check(works.stream().map(work -> work.id()).toList());
            var wanted = works.stream().filter(work -> options.wants(work.id())).toList();
            var machine = Machine.look(folder, "");
            var bar = new ProgressBar(
                    spec.commandLine().getErr(),
                    wanted.stream()
                            .mapToInt(work -> (work.warmups() + rounds) * (NmsWorks.hasReference(work) ? 2 : 1))
                            .sum());
            var outcomes = new ArrayList<Outcome>();
            var figures = SatchelServer.freePort();
            var settings = settings(figures, webhook);
            try (var server = SatchelServer.start(folder, NmsWorks.accounts(scale), settings, recording)) {
                var target = new NmsTarget(server.http(), figures, server.accounts(), server, null);
                var turns = new Alternation<>(NmsTarget::name, rounds, bar);
                var compared = wanted.stream().filter(NmsWorks::hasReference).toList();
                if (!compared.isEmpty()) {
                    var bare = NmsWorks.reference(target, folder, texts);
                    try (var _ = bare.server()) {
                        for (var work : compared) {
                            outcomes.addAll(turns.run(work, List.of(target, bare)));
                        }
                    }
                }
                for (var work : wanted) {
                    if (!compared.contains(work)) {
                        outcomes.addAll(turns.run(work, List.of(target)));
                    }
                }
            }
            bar.end();
            var report = new Report(
                    "NMS",
                    begin,
                    Duration.between(begin, Instant.now()),
                    machine,
                    "Messages: %s. Rounds of %s.".formatted(texts.origin(), slice),
                    SatchelServer.NAME,
                    NmsWorks.goals(),
                    outcomes);
            return options.finish(report, spec.commandLine().getOut());
        } finally {
            Folders.remove(folder);
        }
    }

    private NmsScale scale() throws IOException {
        var usual = options.quick() ? NmsScale.QUICK : NmsScale.FULL;
        return new NmsScale(
                        polls == null ? usual.polls() : polls,
                        usual.pollsPerBox(),
                        usual.newsBoxes(),
                        paged == null ? usual.paged() : paged)
                .fitting();
    }

    private static List<String> settings(InetSocketAddress figures, Webhook webhook) {
        return List.of(
                "metrics.listen=" + figures.getHostString() + ":" + figures.getPort(),
                "outside.places=" + webhook.place(),
                "outside.networks=127.0.0.0/8");
    }
}
