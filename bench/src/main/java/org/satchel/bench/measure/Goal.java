// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.measure;

import org.jspecify.annotations.Nullable;

/// What a work should reach, as a ratio to a reference in the same run, or for itself.
///
/// @param reference name of the peer it is compared with; empty = none, and no ratio counts
/// @param ratio at least this when more is better, at most this when less is
/// @param valueMax an absolute upper bound beside it, in the unit of the work; null = none
public record Goal(
        String work,
        String reference,
        double ratio,
        @Nullable Double valueMax) {
    public static Goal ratio(String work, String reference, double ratio) {
        return new Goal(work, reference, ratio, null);
    }

    /// A bound of the work's own, in its unit, whatever others reach.
    public static Goal atMost(String work, double value) {
        return new Goal(work, "", Double.NaN, value);
    }

    boolean isMet(Unit unit, double measuredRatio, double value) {
        boolean within = unit.moreIsBetter() ? measuredRatio >= ratio : measuredRatio <= ratio;
        return within && (valueMax == null || value <= valueMax);
    }
}
