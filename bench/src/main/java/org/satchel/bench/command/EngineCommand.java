// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.command;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.satchel.bench.corpus.Messages;
import org.satchel.bench.engine.EngineScale;
import org.satchel.bench.engine.EngineUnderLoad;
import org.satchel.bench.engine.EngineWorks;
import org.satchel.bench.measure.Alternation;
import org.satchel.bench.measure.Outcome;
import org.satchel.bench.peer.Folders;
import org.satchel.bench.report.Machine;
import org.satchel.bench.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `bench engine`: the embedded engine in this process.
@Command(
        name = "engine",
        mixinStandardHelpOptions = true,
        description = "Measures the embedded engine: durable deposits, its longest pause, listing, scan, reopening.")
public final class EngineCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private RunOptions options = new RunOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("not made by the command line");
        }
        var rounds = options.rounds();
        var scale = options.quick() ? EngineScale.QUICK : EngineScale.FULL;
        scale = rounds == null ? scale : scale.withRounds(rounds);
        var works = EngineWorks.all(scale);
        options.check(works.stream().map(work -> work.id()).toList());
        var wanted = works.stream().filter(work -> options.wants(work.id())).toList();
        int counted = scale.rounds();
        var texts = RunOptions.texts();
        var folder = options.workFolder();
        var begin = Instant.now();
        try {
            var machine = Machine.look(folder, "");
            var bar = new ProgressBar(
                    spec.commandLine().getErr(),
                    wanted.stream().mapToInt(work -> work.warmups() + counted).sum());
            var outcomes = new ArrayList<Outcome>();
            try (var engine = new EngineUnderLoad(folder.resolve("store"), new Messages(texts))) {
                var turns = new Alternation<>(EngineUnderLoad::name, scale.rounds(), bar);
                for (var work : wanted) {
                    outcomes.addAll(turns.run(work, List.of(engine)));
                }
            }
            bar.end();
            var setting = "Messages: %s. %s".formatted(texts.origin(), scale);
            var report = new Report(
                    "engine",
                    begin,
                    Duration.between(begin, Instant.now()),
                    machine,
                    setting,
                    "embedded",
                    List.of(),
                    outcomes);
            return options.finish(report, spec.commandLine().getOut());
        } finally {
            Folders.remove(folder);
        }
    }
}
