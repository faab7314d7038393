// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.satchel.bench.measure.Comparison;
import org.satchel.bench.measure.Figure;
import org.satchel.bench.measure.Unit;

/// Bar plots in SVG: rates, times, processor time, and ratios with their goals.
final class Plots {
    private static final int WIDTH = 1100;
    private static final int HEIGHT = 520;
    private static final int LABEL_DEGREES = 40;

    private Plots() {}

    /// @return file names within `folder`
    static List<Path> write(Report report, Path folder) throws IOException {
        var plots = new ArrayList<Path>();
        var figures = report.figures();
        for (var unit : Unit.values()) {
            var some = figures.stream().filter(figure -> figure.unit() == unit).toList();
            var file = unit.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".svg";
            plot(report.title() + ", " + unit.sign(), unit.sign(), some, Figure::median, folder, file, plots);
        }
        var withCpu = figures.stream()
                .filter(figure -> figure.detail("cpu").isPresent())
                .toList();
        plot(
                report.title() + ", server processor time",
                "µs per operation",
                withCpu,
                figure -> figure.detail("cpu").orElseThrow().value(),
                folder,
                "cpu.svg",
                plots);
        ratios(report, folder, plots);
        return plots;
    }

    private static void plot(
            String title,
            String axis,
            List<Figure> figures,
            ToDoubleFunction<Figure> value,
            Path folder,
            String file,
            List<Path> plots)
            throws IOException {
        var positive = figures.stream()
                .filter(figure -> value.applyAsDouble(figure) > 0)
                .toList();
        if (positive.isEmpty()) {
            return;
        }
        var works = new LinkedHashSet<String>();
        var byPeer = new LinkedHashMap<String, Map<String, Double>>();
        for (var figure : positive) {
            works.add(figure.work());
            byPeer.computeIfAbsent(figure.peer(), peer -> new LinkedHashMap<>())
                    .put(figure.work(), value.applyAsDouble(figure));
        }
        double floor = floor(positive.stream().mapToDouble(value));
        var chart = chart(title, axis, floor);
        byPeer.forEach((peer, values) -> addSeries(chart, peer, List.copyOf(works), values, floor));
        save(chart, folder, file, plots);
    }

    private static void ratios(Report report, Path folder, List<Path> plots) throws IOException {
        var withGoal = report.comparisons().stream()
                .filter(comparison -> comparison.goal() != null && comparison.ratio() > 0)
                .toList();
        if (withGoal.isEmpty()) {
            return;
        }
        var works = withGoal.stream()
                .map(comparison -> comparison.subject().work())
                .distinct()
                .toList();
        var measured = values(withGoal, Comparison::ratio);
        var bounds = values(withGoal, Plots::bound);
        double floor = floor(Stream.concat(measured.values().stream(), bounds.values().stream())
                .mapToDouble(Double::doubleValue));
        var chart = chart(report.title() + ": " + report.subject() + " against its references", "ratio", floor);
        addSeries(chart, "measured", works, measured, floor);
        addSeries(chart, "goal", works, bounds, floor);
        save(chart, folder, "ratios.svg", plots);
    }

    private static double bound(Comparison comparison) {
        var goal = comparison.goal();
        return goal == null ? 0 : goal.ratio();
    }

    private static Map<String, Double> values(List<Comparison> comparisons, ToDoubleFunction<Comparison> value) {
        var values = new LinkedHashMap<String, Double>();
        for (var comparison : comparisons) {
            values.put(comparison.subject().work(), value.applyAsDouble(comparison));
        }
        return values;
    }

    /// Where a logarithmic axis begins: the power of ten below the smallest value.
    private static double floor(DoubleStream positive) {
        return Math.pow(10, Math.ceil(Math.log10(positive.min().orElse(1))) - 1);
    }

    private static CategoryChart chart(String title, String axis, double floor) {
        var chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .yAxisTitle(axis)
                .build();
        chart.getStyler()
                .setYAxisLogarithmic(true)
                .setYAxisMin(floor)
                .setXAxisLabelRotation(LABEL_DEGREES)
                .setLegendPosition(LegendPosition.OutsideE);
        return chart;
    }

    /// Every series has every work, in the same order: a missing value is a bar without height.
    private static void addSeries(
            CategoryChart chart, String name, List<String> works, Map<String, Double> values, double floor) {
        var heights = new ArrayList<Double>();
        for (var work : works) {
            heights.add(values.getOrDefault(work, floor));
        }
        chart.addSeries(name, works, heights);
    }

    private static void save(CategoryChart chart, Path folder, String file, List<Path> plots) throws IOException {
        VectorGraphicsEncoder.saveVectorGraphic(chart, folder.resolve(file).toString(), VectorGraphicsFormat.SVG);
        plots.add(Path.of(file));
    }
}
