// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.satchel.bench.measure.Comparison;
import org.satchel.bench.measure.Figure;
import org.satchel.bench.measure.Goal;
import org.satchel.bench.measure.Outcome;

/// A finished run.
///
/// @param title for example `IMAP`
/// @param setting how it was run, in a few words: sizes, origin of the messages
/// @param subject the peer that the others are references for
public record Report(
        String title,
        Instant begin,
        Duration took,
        Machine machine,
        String setting,
        String subject,
        List<Goal> goals,
        List<Outcome> outcomes) {
    public Report {
        goals = List.copyOf(goals);
        outcomes = List.copyOf(outcomes);
    }

    public List<Figure> figures() {
        return outcomes.stream()
                .filter(Outcome.Measured.class::isInstance)
                .map(outcome -> ((Outcome.Measured) outcome).figure())
                .toList();
    }

    /// Figures of the subject that have a bound of their own, with it.
    public Map<Figure, Double> bounds() {
        Map<Figure, Double> bounds = new LinkedHashMap<>();
        for (var figure : figures()) {
            for (var goal : goals) {
                var most = goal.valueMax();
                boolean ours = figure.peer().equals(subject) && goal.work().equals(figure.work());
                if (ours && goal.reference().isEmpty() && most != null) {
                    bounds.put(figure, most);
                }
            }
        }
        return bounds;
    }

    public List<Comparison> comparisons() {
        return Comparison.of(figures(), subject, goals);
    }

    /// Whether every answer was right.
    public boolean isSound() {
        return outcomes.stream().noneMatch(Outcome.Failed.class::isInstance);
    }

    /// Writes all forms into `folder`.
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        JsonReport.write(this, folder.resolve("report.json"));
        Files.writeString(folder.resolve("report.md"), MarkdownReport.render(this, Plots.write(this, folder)));
    }
}
