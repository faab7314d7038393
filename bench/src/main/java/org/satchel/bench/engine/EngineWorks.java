// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.engine;

import java.util.List;
import org.satchel.bench.measure.Work;

/// The works on the engine in the order in which they are run.
public final class EngineWorks {
    private EngineWorks() {}

    public static List<Work<EngineUnderLoad>> all(EngineScale scale) {
        int large = scale.scanned();
        return List.of(
                deposits(1, scale),
                deposits(16, scale),
                deposits(64, scale),
                new DepositWork(
                        "longest-pause",
                        "longest deposit within %d s, 16 callers"
                                .formatted(scale.pauseSlice().toSeconds()),
                        scale.pauseSlice(),
                        16,
                        DepositWork.Value.LONGEST),
                new ListWork("list", "listing of %,d, warm".formatted(large), scale.slice(), large),
                new ScanWork("scan", "scan of %,d objects with their summaries".formatted(large), large),
                new ReopenWork("reopen", "close, open, list %,d".formatted(large), large));
    }

    private static DepositWork deposits(int callers, EngineScale scale) {
        var title = "durable deposits of 1 KB, %d caller%s".formatted(callers, callers == 1 ? "" : "s");
        return new DepositWork("deposit-" + callers, title, scale.slice(), callers, DepositWork.Value.RATE);
    }
}
