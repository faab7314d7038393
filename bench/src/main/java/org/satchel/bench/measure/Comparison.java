// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.measure;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The figures of two peers of one work, as a ratio.
///
/// @param ratio median of `subject` by median of `reference`
/// @param lowest smallest ratio of two values of the same round
/// @param highest largest such ratio
/// @param goal null when none is set for this pair
/// @param met null when there is no goal
public record Comparison(
        Figure subject,
        Figure reference,
        double ratio,
        double lowest,
        double highest,
        @Nullable Goal goal,
        @Nullable Boolean met) {

    /// Compares `subject` with every other peer, work by work.
    public static List<Comparison> of(List<Figure> figures, String subject, List<Goal> goals) {
        var comparisons = new ArrayList<Comparison>();
        for (var ours : figures) {
            if (ours.peer().equals(subject)) {
                for (var other : figures) {
                    if (other.work().equals(ours.work()) && !other.peer().equals(subject)) {
                        comparisons.add(of(ours, other, goals));
                    }
                }
            }
        }
        return comparisons;
    }

    private static Comparison of(Figure ours, Figure other, List<Goal> goals) {
        var ratio = ours.median() / other.median();
        var lowest = Double.POSITIVE_INFINITY;
        var highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < Math.min(ours.rounds().size(), other.rounds().size()); i++) {
            var ofRound = ours.rounds().get(i) / other.rounds().get(i);
            lowest = Math.min(lowest, ofRound);
            highest = Math.max(highest, ofRound);
        }
        var goal = goals.stream()
                .filter(one -> one.work().equals(ours.work()) && one.reference().equals(other.peer()))
                .findFirst()
                .orElse(null);
        var met = goal == null ? null : goal.isMet(ours.unit(), ratio, ours.median());
        return new Comparison(ours, other, ratio, lowest, highest, goal, met);
    }
}
