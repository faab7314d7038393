// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;

/// What is measured of an engine.
///
/// @param commits by outcome
/// @param calls by call and outcome
/// @param reruns how often the work of a write ran more than once
record StoreFigures(Histogram commits, Histogram calls, Counter reruns) {
    Stopwatch commit() {
        return new Stopwatch(commits, "");
    }

    Stopwatch call(String name) {
        return new Stopwatch(calls, name);
    }
}
