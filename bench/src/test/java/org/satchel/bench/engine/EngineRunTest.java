// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.bench.corpus.Messages;
import org.satchel.bench.corpus.Texts;
import org.satchel.bench.measure.Alternation;
import org.satchel.bench.measure.Outcome;
import org.satchel.bench.measure.Progress;

class EngineRunTest {
    private static final EngineScale TINY = new EngineScale(1, Duration.ofMillis(20), Duration.ofMillis(20), 300);

    @Test
    @Timeout(600)
    void every_work_is_measured_and_verified_on_a_real_store(@TempDir Path folder)
            throws IOException, InterruptedException {
        var messages = new Messages(Texts.from(folder));
        try (var engine = new EngineUnderLoad(folder.resolve("store"), messages)) {
            for (var work : EngineWorks.all(TINY)) {
                assertThat(new Alternation<>(EngineUnderLoad::name, 1, Progress.SILENT).run(work, List.of(engine)))
                        .as(work.id())
                        .singleElement()
                        .isInstanceOf(Outcome.Measured.class);
            }
        }
    }
}
