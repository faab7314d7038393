// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.satchel.bench.measure.Comparison;
import org.satchel.bench.measure.Figure;
import org.satchel.bench.measure.Outcome;

/// The report for programs: every round of every figure.
final class JsonReport {
    private JsonReport() {}

    static void write(Report report, Path file) throws IOException {
        try (var out = Files.newBufferedWriter(file);
                var json = new JsonFactory().createGenerator(out).setPrettyPrinter(new DefaultPrettyPrinter())) {
            json.writeStartObject();
            json.writeStringField("title", report.title());
            json.writeStringField("begin", report.begin().toString());
            json.writeNumberField("seconds", report.took().toMillis() / 1e3);
            json.writeStringField("setting", report.setting());
            machine(report.machine(), json);
            json.writeArrayFieldStart("figures");
            for (var figure : report.figures()) {
                figure(figure, json);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("ratios");
            for (var comparison : report.comparisons()) {
                comparison(comparison, json);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("notMeasured");
            for (var outcome : report.outcomes()) {
                missing(outcome, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void machine(Machine machine, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("machine");
        json.writeNumberField("cores", machine.cores());
        json.writeNumberField("memoryMib", machine.memoryMib());
        json.writeStringField("kernel", machine.kernel());
        json.writeStringField("jdk", machine.jdk());
        json.writeStringField("peers", machine.peers());
        json.writeNumberField("fsyncMicros", machine.fsyncMicros());
        json.writeNumberField("overwriteMicros", machine.overwriteMicros());
        json.writeNumberField("loadAverage", machine.loadAverage());
        json.writeEndObject();
    }

    private static void figure(Figure figure, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("work", figure.work());
        json.writeStringField("title", figure.title());
        json.writeStringField("peer", figure.peer());
        json.writeStringField("unit", figure.unit().sign());
        json.writeNumberField("median", figure.median());
        json.writeNumberField("lowest", figure.lowest());
        json.writeNumberField("highest", figure.highest());
        json.writeArrayFieldStart("rounds");
        for (var value : figure.rounds()) {
            json.writeNumber(value);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("details");
        for (var detail : figure.details()) {
            json.writeStartObject();
            json.writeStringField("name", detail.name());
            json.writeStringField("unit", detail.unit());
            json.writeNumberField("median", detail.value());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void comparison(Comparison comparison, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("work", comparison.subject().work());
        json.writeStringField("subject", comparison.subject().peer());
        json.writeStringField("reference", comparison.reference().peer());
        json.writeNumberField("ratio", comparison.ratio());
        json.writeNumberField("lowest", comparison.lowest());
        json.writeNumberField("highest", comparison.highest());
        var goal = comparison.goal();
        if (goal != null) {
            json.writeStringField("goal", MarkdownReport.goal(comparison));
            json.writeBooleanField("met", Boolean.TRUE.equals(comparison.met()));
        }
        json.writeEndObject();
    }

    private static void missing(Outcome outcome, JsonGenerator json) throws IOException {
        switch (outcome) {
            case Outcome.Measured(var figure) -> {}
            case Outcome.Skipped(var work, var peer, var reason) -> missing("skipped", work, peer, reason, json);
            case Outcome.Failed(var work, var peer, var reason) -> missing("failed", work, peer, reason, json);
        }
    }

    private static void missing(String how, String work, String peer, String reason, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("work", work);
        json.writeStringField("peer", peer);
        json.writeStringField(how, reason);
        json.writeEndObject();
    }
}
