// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.measure;

import java.util.List;

/// What one round of one work on one peer gave.
///
/// @param value in the unit of the work
public record Sample(double value, List<Detail> details) {
    public Sample {
        details = List.copyOf(details);
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("sample is not a number: " + value);
        }
    }
}
