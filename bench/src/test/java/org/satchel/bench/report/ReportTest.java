// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.bench.measure.Detail;
import org.satchel.bench.measure.Figure;
import org.satchel.bench.measure.Goal;
import org.satchel.bench.measure.Outcome;
import org.satchel.bench.measure.Unit;

class ReportTest {
    private static final Report REPORT = new Report(
            "IMAP",
            Instant.parse("2026-11-21T10:00:00Z"),
            Duration.ofSeconds(75),
            new Machine(2, 24_000, "Linux", "OpenJDK 25", "Dovecot 2.3", 120, 90, 0.5),
            "Messages: made up.",
            "satchel",
            List.of(Goal.ratio("append", "dovecot", 3), new Goal("memory", "dovecot", 0.1, 40.0)),
            List.of(
                    measured("append", "satchel", Unit.PER_SECOND, 4_000, 5_000),
                    measured("append", "dovecot", Unit.PER_SECOND, 1_000, 1_000),
                    measured("memory", "satchel", Unit.KIBIBYTES, 60),
                    measured("memory", "dovecot", Unit.KIBIBYTES, 500),
                    measured("noop", "dovecot", Unit.PER_SECOND, 17_000),
                    new Outcome.Failed("list", "satchel", "uids do not ascend")));

    @Test
    void the_page_shows_ratios_with_their_goals_and_what_failed(@TempDir Path folder) throws IOException {
        REPORT.write(folder);
        var page = Files.readString(folder.resolve("report.md"));
        assertThat(lineWith(page, "4.50×")).contains("4.00×–5.00×", "≥ 3.00×", "met", "4,500/s", "1,000/s", "dovecot");
        assertThat(lineWith(page, "0.12×")).contains("≤ 0.10× and ≤ 40.0 KiB", "MISSED", "60.0 KiB");
        assertThat(page).contains("list on satchel FAILED: uids do not ascend").contains("fsync of 1 KB 120 µs");
        assertThat(REPORT.isSound()).isFalse();
    }

    @Test
    void the_json_holds_every_round(@TempDir Path folder) throws IOException {
        REPORT.write(folder);
        var json = new ObjectMapper().readTree(folder.resolve("report.json").toFile());
        assertThat(json.at("/figures/0/rounds/1").asDouble()).isEqualTo(5_000);
        assertThat(json.at("/figures/0/details/0/name").asText()).isEqualTo("cpu");
        assertThat(json.at("/ratios/0/met").asBoolean()).isTrue();
        assertThat(json.at("/ratios/1/goal").asText()).isEqualTo("≤ 0.10× and ≤ 40.0 KiB");
        assertThat(json.at("/notMeasured/0/failed").asText()).isEqualTo("uids do not ascend");
        assertThat(json.at("/machine/fsyncMicros").asDouble()).isEqualTo(120);
        assertThat(json.at("/machine/overwriteMicros").asDouble()).isEqualTo(90);
    }

    @Test
    void the_plots_are_drawings_that_the_page_shows(@TempDir Path folder) throws Exception {
        REPORT.write(folder);
        var page = Files.readString(folder.resolve("report.md"));
        for (var name : List.of("per-second.svg", "kibibytes.svg", "cpu.svg", "ratios.svg")) {
            var builder = DocumentBuilderFactory.newDefaultInstance();
            builder.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            var drawing =
                    builder.newDocumentBuilder().parse(folder.resolve(name).toFile());
            assertThat(drawing.getElementsByTagName("rect").getLength()
                            + drawing.getElementsByTagName("path").getLength())
                    .as(name)
                    .isPositive();
            assertThat(page).contains("](" + name + ")");
        }
    }

    private static String lineWith(String page, String text) {
        return page.lines().filter(line -> line.contains(text)).findFirst().orElseThrow();
    }

    private static Outcome measured(String work, String peer, Unit unit, double... rounds) {
        return new Outcome.Measured(new Figure(
                work,
                work + " of something",
                peer,
                unit,
                Arrays.stream(rounds).boxed().toList(),
                List.of(new Detail("cpu", "µs/op", 12.5))));
    }
}
