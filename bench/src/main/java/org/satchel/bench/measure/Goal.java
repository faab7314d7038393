// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.measure;

import org.jspecify.annotations.Nullable;

/// What a work should reach, as a ratio to a reference in the same run.
///
/// @param reference name of the peer it is compared with
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

    boolean isMet(Unit unit, double measuredRatio, double value) {
        boolean within = unit.moreIsBetter() ? measuredRatio >= ratio : measuredRatio <= ratio;
        return within && (valueMax == null || value <= valueMax);
    }
}
