// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.command;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.satchel.backends.CassandraSettings.CommitLogSync;
import org.satchel.bench.cluster.ClusterPeer;
import org.satchel.bench.cluster.ClusterScale;
import org.satchel.bench.cluster.ClusterUnderLoad;
import org.satchel.bench.cluster.ClusterWorks;
import org.satchel.bench.cluster.StorePeer;
import org.satchel.bench.corpus.Messages;
import org.satchel.bench.measure.Alternation;
import org.satchel.bench.measure.Outcome;
import org.satchel.bench.peer.Folders;
import org.satchel.bench.report.Machine;
import org.satchel.bench.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `bench cluster`: the engine on Cassandra in this process, in turns with the driver alone.
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        description = "Measures the engine on real Cassandra nodes, in turns with the driver alone writing the same"
                + " rows: deposits into one box and many, by one node and two, and a cold SELECT of a large box.")
public final class ClusterCommand implements Callable<Integer> {
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Duration QUICK_WARM_UP = Duration.ofSeconds(3);

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private RunOptions options = new RunOptions();

    @Option(
            names = "--sync",
            paramLabel = "WHEN",
            description = "When Cassandra has a write on disk: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}, as"
                    + " Cassandra ships it.")
    private CommitLogSync sync = CommitLogSync.PERIODIC;

    @Option(names = "--nodes", paramLabel = "N", description = "Nodes of Cassandra; default 3, with --quick 1.")
    private @Nullable Integer nodes;

    @Option(names = "--objects", paramLabel = "N", description = "Objects in the large box; default 500000.")
    private @Nullable Integer objects;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("not made by the command line");
        }
        options.check(ClusterWorks.ids());
        var scale = scale();
        var texts = RunOptions.texts();
        var folder = options.workFolder();
        var begin = Instant.now();
        try {
            var machine = Machine.look(folder, "");
            var outcomes = new ArrayList<Outcome>();
            try (var cluster = ClusterUnderLoad.start(folder, scale.nodes(), sync, new Messages(texts))) {
                measure(cluster, scale, outcomes);
            }
            var report = new Report(
                    "cluster",
                    begin,
                    Duration.between(begin, Instant.now()),
                    machine,
                    "Messages: %s. %s, commit log %s.".formatted(texts.origin(), scale, sync),
                    StorePeer.NAME,
                    ClusterWorks.goals(),
                    outcomes);
            return options.finish(report, spec.commandLine().getOut());
        } finally {
            Folders.remove(folder);
        }
    }

    private void measure(ClusterUnderLoad cluster, ClusterScale scale, List<Outcome> outcomes)
            throws IOException, InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("not made by the command line");
        }
        var wanted = ClusterWorks.all(cluster, scale).stream()
                .filter(planned -> options.wants(planned.work().id()))
                .toList();
        int steps = wanted.stream()
                .mapToInt(planned -> (planned.work().warmups() + scale.rounds())
                        * planned.peers().size())
                .sum();
        cluster.warmUp(options.quick() ? QUICK_WARM_UP : WARM_UP);
        var bar = new ProgressBar(spec.commandLine().getErr(), steps);
        var turns = new Alternation<>(ClusterPeer::name, scale.rounds(), bar);
        for (var planned : wanted) {
            long start = System.nanoTime();
            outcomes.addAll(turns.run(planned.work(), planned.peers()));
            bar.note("%-16s %5.1f s".formatted(planned.work().id(), (System.nanoTime() - start) / 1e9));
        }
        bar.end();
    }

    private ClusterScale scale() {
        var scale = options.quick() ? ClusterScale.QUICK : ClusterScale.FULL;
        var rounds = options.rounds();
        scale = rounds == null ? scale : scale.withRounds(rounds);
        scale = nodes == null ? scale : scale.withNodes(nodes);
        return objects == null ? scale : scale.withLarge(objects);
    }
}
