// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.report;

import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.satchel.bench.measure.Comparison;
import org.satchel.bench.measure.Figure;
import org.satchel.bench.measure.Outcome;
import org.satchel.bench.measure.Unit;

/// The report for people.
public final class MarkdownReport {
    private MarkdownReport() {}

    static String render(Report report, List<Path> plots) {
        var page = new StringBuilder("# Bench: " + report.title() + "\n\n");
        page.append(report.begin().truncatedTo(ChronoUnit.SECONDS))
                .append(", took ")
                .append(report.took().toSeconds())
                .append(" s. ")
                .append(report.setting())
                .append("\n\nMachine: ")
                .append(report.machine().line())
                .append(".\n\n");
        page.append("""
                All peers were measured in turns in one run; a figure is the median of its rounds.
                Absolute figures hold for this machine at this hour only.
                """);
        if (!report.comparisons().isEmpty()) {
            page.append("\n## Ratios\n\n").append(ratios(report));
        }
        if (!report.bounds().isEmpty()) {
            page.append("\n## Bounds\n\n").append(bounds(report));
        }
        page.append("\n## Figures\n\n").append(figures(report.figures()));
        var missing = missing(report.outcomes());
        if (!missing.isEmpty()) {
            page.append("\n## Not measured\n\n").append(missing);
        }
        if (!plots.isEmpty()) {
            page.append("\n## Plots\n\n");
            plots.forEach(plot ->
                    page.append("![").append(plot).append("](").append(plot).append(")\n"));
        }
        return page.toString();
    }

    /// One line per pair of peers and work, with the goal beside it.
    public static String ratios(Report report) {
        var table = new Table("work", "ratio", "spread", "goal", "", report.subject(), "reference", "");
        for (var comparison : report.comparisons()) {
            table.row(
                    comparison.subject().title(),
                    ratio(comparison.ratio()),
                    ratio(comparison.lowest()) + "–" + ratio(comparison.highest()),
                    goal(comparison),
                    comparison.met() == null ? "" : comparison.met() ? "met" : "MISSED",
                    value(comparison.subject().median(), comparison.subject().unit()),
                    value(
                            comparison.reference().median(),
                            comparison.reference().unit()),
                    comparison.reference().peer());
        }
        return table.render();
    }

    /// One line per figure that has a bound of its own.
    public static String bounds(Report report) {
        var table = new Table("work", report.subject(), "goal", "");
        report.bounds()
                .forEach((figure, most) -> table.row(
                        figure.title(),
                        value(figure.median(), figure.unit()),
                        "≤ " + value(most, figure.unit()),
                        figure.median() <= most ? "met" : "MISSED"));
        return table.render();
    }

    /// One line per figure.
    public static String figures(List<Figure> figures) {
        var table = new Table("work", "peer", "median", "spread", "rounds", "details");
        for (var figure : figures) {
            table.row(
                    figure.title(),
                    figure.peer(),
                    value(figure.median(), figure.unit()),
                    number(figure.lowest()) + "–" + number(figure.highest()),
                    String.valueOf(figure.rounds().size()),
                    details(figure));
        }
        return table.render();
    }

    static String missing(List<Outcome> outcomes) {
        var lines = new StringBuilder();
        for (var outcome : outcomes) {
            switch (outcome) {
                case Outcome.Measured(var figure) -> {}
                case Outcome.Skipped(var work, var peer, var reason) ->
                    lines.append("- %s on %s: %s\n".formatted(work, peer, reason));
                case Outcome.Failed(var work, var peer, var reason) ->
                    lines.append("- %s on %s FAILED: %s\n".formatted(work, peer, reason));
            }
        }
        return lines.toString();
    }

    static String goal(Comparison comparison) {
        var goal = comparison.goal();
        if (goal == null) {
            return "";
        }
        var unit = comparison.subject().unit();
        var bound = (unit.moreIsBetter() ? "≥ " : "≤ ") + ratio(goal.ratio());
        return goal.valueMax() == null ? bound : bound + " and ≤ " + value(goal.valueMax(), unit);
    }

    private static String details(Figure figure) {
        return figure.details().stream()
                .map(detail -> "%s %s %s"
                        .formatted(detail.name(), number(detail.value()), detail.unit())
                        .strip())
                .collect(Collectors.joining(", "));
    }

    private static String ratio(double ratio) {
        return (ratio < 0.1 ? "%.3f×" : ratio < 10 ? "%.2f×" : "%.0f×").formatted(ratio);
    }

    private static String value(double value, Unit unit) {
        return number(value) + (unit == Unit.PER_SECOND ? "" : " ") + unit.sign();
    }

    private static String number(double value) {
        double size = Math.abs(value);
        return (size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f").formatted(value);
    }
}
