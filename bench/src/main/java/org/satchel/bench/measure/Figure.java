// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.measure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What was measured of one work on one peer: the value of each round, and what lies in their middle.
///
/// @param rounds in the order in which they were run, warm-ups left out
/// @param details each the median over the rounds
public record Figure(String work, String title, String peer, Unit unit, List<Double> rounds, List<Detail> details) {
    public Figure {
        rounds = List.copyOf(rounds);
        details = List.copyOf(details);
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("no rounds of " + work + " on " + peer);
        }
    }

    public static Figure of(Work<?> work, String peer, List<Sample> samples) {
        var values = new LinkedHashMap<String, List<Detail>>();
        for (var sample : samples) {
            for (var detail : sample.details()) {
                values.merge(detail.name(), List.of(detail), Figure::joined);
            }
        }
        var details = values.values().stream()
                .map(same -> new Detail(
                        same.getFirst().name(),
                        same.getFirst().unit(),
                        Statistics.median(same.stream().map(Detail::value).toList())))
                .toList();
        return new Figure(
                work.id(),
                work.title(),
                peer,
                work.unit(),
                samples.stream().map(Sample::value).toList(),
                details);
    }

    public double median() {
        return Statistics.median(rounds);
    }

    public double lowest() {
        return rounds.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    public double highest() {
        return rounds.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    public Optional<Detail> detail(String name) {
        return details.stream().filter(detail -> detail.name().equals(name)).findFirst();
    }

    private static List<Detail> joined(List<Detail> some, List<Detail> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}
