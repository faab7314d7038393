// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.satchel.bench.corpus.Texts;
import org.satchel.bench.peer.Folders;
import org.satchel.bench.report.MarkdownReport;
import org.satchel.bench.report.Report;
import picocli.CommandLine.Option;

/// What all kinds of bench have in common: how much, where, and what is left behind.
final class RunOptions {
    private static final int REMOVALS_MAX = 20;
    private static final long REMOVAL_PAUSE_MILLIS = 250;

    @Option(names = "--quick", description = "Everything, but little of it: less than a minute.")
    private boolean quick;

    @Option(names = "--rounds", paramLabel = "N", description = "Counted rounds of each work.")
    private @Nullable Integer rounds;

    @Option(
            names = "--only",
            paramLabel = "WORK",
            split = ",",
            description = "Only these works, for example append-16,list; default: all.")
    private List<String> only = List.of();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the report goes; default: bench/target/report-TIME.")
    private @Nullable Path out;

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description = "Where private servers keep their data while they run: the disk that is measured; default: a"
                    + " fresh folder in bench/target.")
    private @Nullable Path work;

    boolean quick() {
        return quick;
    }

    @Nullable
    Integer rounds() {
        return rounds;
    }

    /// Whether the work was asked for.
    boolean wants(String id) {
        return only.isEmpty() || only.contains(id);
    }

    /// @throws IllegalArgumentException when a work was asked for that there is not
    void check(List<String> ids) {
        for (var id : only) {
            if (!ids.contains(id)) {
                throw new IllegalArgumentException("no work is called " + id + "; there are " + String.join(", ", ids));
            }
        }
    }

    private Path reportFolder() throws IOException {
        var time = LocalDateTime.now(ZoneId.systemDefault()).format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
        return out != null ? out : Folders.target().resolve("report-" + time);
    }

    /// A fresh folder that the caller removes; when the run is interrupted it is removed at the end.
    Path workFolder() throws IOException {
        var parent = work != null ? Files.createDirectories(work) : Folders.target();
        var folder = Files.createTempDirectory(parent.toAbsolutePath(), "work-");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> removeAtEnd(folder), "remove-work"));
        return folder;
    }

    /// Servers that are being stopped at the same time may still write.
    private static void removeAtEnd(Path folder) {
        try {
            for (int attempt = 0; attempt < REMOVALS_MAX && Files.exists(folder); attempt++) {
                Folders.remove(folder);
                Thread.sleep(REMOVAL_PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Prints what was found, writes the report.
    ///
    /// @return the exit code
    int finish(Report report, PrintWriter print) throws IOException {
        print.println("machine: " + report.machine().line());
        print.print(
                report.comparisons().isEmpty()
                        ? MarkdownReport.figures(report.figures())
                        : MarkdownReport.ratios(report));
        if (!report.bounds().isEmpty()) {
            print.print(MarkdownReport.bounds(report));
        }
        var folder = reportFolder();
        report.write(folder);
        print.println("report: " + folder);
        return report.isSound() ? 0 : 1;
    }

    static Texts texts() throws IOException {
        var checkout = Folders.checkout();
        return Texts.from(checkout.isPresent() ? checkout.get().resolve("../shared/data") : Path.of("."));
    }
}
