// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.measure;

import java.util.Collection;

/// Order statistics of a few numbers.
public final class Statistics {
    private Statistics() {}

    /// The middle one; of an even count the mean of the two in the middle.
    public static double median(Collection<Double> values) {
        var sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("no values");
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// The smallest value that at least `share` of all values do not exceed (nearest rank).
    ///
    /// @param sorted ascending, not empty
    /// @param share above 0, at most 1
    public static long percentile(long[] sorted, double share) {
        if (sorted.length == 0 || share <= 0 || share > 1) {
            throw new IllegalArgumentException("percentile " + share + " of " + sorted.length + " values");
        }
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
}
