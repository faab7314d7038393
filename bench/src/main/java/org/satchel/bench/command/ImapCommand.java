// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.command;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.satchel.bench.corpus.Messages;
import org.satchel.bench.imap.ImapWorks;
import org.satchel.bench.imap.Scale;
import org.satchel.bench.measure.Alternation;
import org.satchel.bench.measure.Outcome;
import org.satchel.bench.measure.Progress;
import org.satchel.bench.peer.Accounts;
import org.satchel.bench.peer.DovecotServer;
import org.satchel.bench.peer.Folders;
import org.satchel.bench.peer.Peer;
import org.satchel.bench.peer.SatchelServer;
import org.satchel.bench.report.Machine;
import org.satchel.bench.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `bench imap`: a private Satchel, with or without a private Dovecot beside it, or any IMAP server.
@Command(
        name = "imap",
        mixinStandardHelpOptions = true,
        description = "Measures IMAP: a private Satchel; with --peer dovecot a private Dovecot in turns with it; or any"
                + " server with --target.")
public final class ImapCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private RunOptions options = new RunOptions();

    @Option(names = "--peer", paramLabel = "NAME", description = "A peer to measure beside Satchel: dovecot.")
    private @Nullable PeerKind peer;

    @Option(
            names = "--target",
            paramLabel = "HOST:PORT",
            description = "Measures the server that listens there (clear text) instead of a private Satchel.")
    private @Nullable String target;

    @Option(
            names = "--user",
            paramLabel = "PATTERN",
            description = "Accounts of the target, with a place for a number: 'user%%d'. Their INBOXes must be empty.")
    private @Nullable String user;

    @Option(names = "--password", paramLabel = "P", description = "Password of all accounts of the target.")
    private @Nullable String password;

    @Option(
            names = "--idlers",
            paramLabel = "N",
            description = "Idle connections; default 1000, in the crowd 5000; with --quick 64 and 128.")
    private @Nullable Integer idlers;

    @Option(
            names = "--large",
            paramLabel = "N",
            description =
                    "Messages in the large box; default 100000, with --quick 10000. A multiple of 10000, or of 500.")
    private @Nullable Integer large;

    @Option(names = "--jfr", paramLabel = "FILE", description = "Makes a flight recording of the private Satchel.")
    private @Nullable Path recording;

    @Option(names = "--without-satchel", description = "Only the peer: to see what the peer does.")
    private boolean withoutSatchel;

    /// Which programs can be peers.
    enum PeerKind {
        dovecot
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("not made by the command line");
        }
        var out = spec.commandLine().getOut();
        var texts = RunOptions.texts();
        var scale = scale();
        var planned = ImapWorks.all(scale, new Messages(texts));
        options.check(planned.stream().map(one -> one.work().id()).toList());
        var wanted =
                planned.stream().filter(one -> options.wants(one.work().id())).toList();
        var work = options.workFolder();
        var begin = Instant.now();
        try {
            var machine = Machine.look(work, versions());
            var outcomes = measure(wanted, scale, work);
            var setting = "Messages: %s. %s".formatted(texts.origin(), scale);
            var report = new Report(
                    "IMAP",
                    begin,
                    Duration.between(begin, Instant.now()),
                    machine,
                    setting,
                    subject(),
                    ImapWorks.goals(),
                    outcomes);
            return options.finish(report, out);
        } finally {
            Folders.remove(work);
        }
    }

    private List<Outcome> measure(List<ImapWorks.Planned> wanted, Scale scale, Path work)
            throws IOException, InterruptedException {
        var peers = new ArrayList<Peer>();
        try {
            start(peers, wanted, scale, work);
            return measure(wanted, scale, peers);
        } finally {
            for (var one : peers.reversed()) {
                one.close();
            }
        }
    }

    private List<Outcome> measure(List<ImapWorks.Planned> wanted, Scale scale, List<Peer> peers)
            throws InterruptedException {
        var counting = new Alternation<>(Peer::name, scale.rounds(), Progress.SILENT);
        int steps = wanted.stream()
                .mapToInt(one -> counting.steps(one.work(), included(one, peers).size()))
                .sum();
        if (spec == null) {
            throw new IllegalStateException("not made by the command line");
        }
        var bar = new ProgressBar(spec.commandLine().getErr(), steps);
        var outcomes = new ArrayList<Outcome>();
        long end = System.nanoTime() + scale.limit().toNanos();
        for (var one : wanted) {
            if (System.nanoTime() > end) {
                included(one, peers)
                        .forEach(left -> outcomes.add(
                                new Outcome.Skipped(one.work().id(), left.name(), "the time of the run was over")));
                continue;
            }
            int rounds = one.restarts() ? scale.coldRounds() : scale.rounds();
            long begin = System.nanoTime();
            outcomes.addAll(new Alternation<>(Peer::name, rounds, bar).run(one.work(), included(one, peers)));
            bar.note("%-16s %5.1f s".formatted(one.work().id(), (System.nanoTime() - begin) / 1e9));
        }
        bar.end();
        return outcomes;
    }

    private static List<Peer> included(ImapWorks.Planned planned, List<Peer> peers) {
        return peers.stream().filter(planned::includes).toList();
    }

    private void start(List<Peer> peers, List<ImapWorks.Planned> wanted, Scale scale, Path work)
            throws IOException, InterruptedException {
        if (target != null) {
            peers.add(remote(target));
        } else if (!withoutSatchel) {
            peers.add(SatchelServer.start(work, scale.accounts(), recording));
        }
        if (peer == PeerKind.dovecot) {
            var variants = EnumSet.noneOf(DovecotServer.Variant.class);
            wanted.forEach(one -> variants.addAll(one.variants()));
            for (var variant : variants) {
                peers.add(DovecotServer.start(variant, work));
            }
        }
        if (peers.isEmpty()) {
            throw new IllegalArgumentException("nothing to measure");
        }
    }

    private Peer remote(String hostPort) {
        if (user == null || password == null) {
            throw new IllegalArgumentException("--target needs --user and --password");
        }
        int colon = hostPort.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("--target is not HOST:PORT: " + hostPort);
        }
        var address =
                new InetSocketAddress(hostPort.substring(0, colon), Integer.parseInt(hostPort.substring(colon + 1)));
        return new Peer.Remote("target", address, new Accounts(user, password));
    }

    private String subject() {
        return target != null ? "target" : SatchelServer.NAME;
    }

    private String versions() throws IOException, InterruptedException {
        return peer == PeerKind.dovecot
                ? DovecotServer.version().map(version -> "Dovecot " + version).orElse("")
                : "";
    }

    private Scale scale() {
        var scale = options.quick() ? Scale.QUICK : Scale.FULL;
        var rounds = options.rounds();
        scale = rounds == null ? scale : scale.withRounds(rounds);
        scale = large == null ? scale : scale.withLarge(large);
        return idlers == null ? scale : scale.withIdlers(idlers);
    }
}
