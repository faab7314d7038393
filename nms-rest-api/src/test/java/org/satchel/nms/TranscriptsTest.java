// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.satchel.engines.TestEngine;
import org.satchel.nms.settings.NmsLimits;
import org.satchel.nms.transcript.HttpTranscript;
import org.satchel.nms.transcript.Player;
import org.satchel.push.Callbacks;
import org.satchel.push.outside.GuardedPost;
import org.satchel.push.outside.Reach;
import org.satchel.push.webpush.Vapid;
import org.satchel.push.webpush.WebPush;
import org.satchel.push.webpush.WebPushLimits;

/// Plays the conversations in `src/test/resources/transcripts`, each in an empty box, and looks whether together they
/// go through every row of the reference, in JSON and in XML, with good and with bad input.
// OMA NMS §3
final class TranscriptsTest {
    private static final Map<String, String> MEDIA_TYPES = Map.of("json", "application/json", "xml", "application/xml");
    private static final Path FOLDER = folder();

    private static WebPush webPush;
    private static Rest rest;

    @BeforeAll
    static void start() {
        var limits = NmsLimits.DEFAULT;
        var notifications = limits.notifications();
        var store = TestEngine.fresh();
        webPush = new WebPush(
                new GuardedPost(Reach.listed(Set.of("push.example.net")), Duration.ofSeconds(10)),
                Vapid.of(store.registry(), "mailto:push@example.net", new SecureRandom()),
                WebPushLimits.DEFAULT,
                InstantSource.system());
        var settings = Rest.loopback()
                .withCallbacks(Callbacks.to(Set.of("callbacks.example.net")))
                .withLimits(limits.with(new NmsLimits.Notifications(
                        Duration.ofMillis(300),
                        notifications.channelsPerBoxMax(),
                        notifications.channelPendingMax(),
                        notifications.channelLifetimeMax(),
                        notifications.callbackMax())));
        rest = new Rest(settings, store, webPush);
    }

    @AfterAll
    static void stop() {
        rest.close();
        webPush.close();
    }

    @TestFactory
    Stream<DynamicTest> what_is_written_down_comes_back() {
        return files().stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), file.toUri(), () -> play(file)));
    }

    @Test
    void every_row_of_the_reference_is_gone_through_in_both_formats_well_and_badly() throws IOException {
        var heard = new TreeSet<String>();
        for (var file : files()) {
            for (var exchange : transcript(file).exchanges()) {
                var answer = exchange.answer();
                assertThat(answer).as(exchange.title()).isNotNull();
                var row = row(exchange.request());
                assertThat(row)
                        .as(
                                "%s: %s %s",
                                exchange.title(),
                                exchange.request().method(),
                                exchange.request().url())
                        .isPresent();
                heard.add(row.get().text() + " " + format(file) + (answer.status() < 400 ? " good" : " bad"));
            }
        }
        var missing = new ArrayList<String>();
        for (var row : rows()) {
            for (var format : new TreeSet<>(MEDIA_TYPES.keySet())) {
                for (var kind : List.of("good", "bad")) {
                    var wanted = row.text() + " " + format + " " + kind;
                    if (row.shownBy().isEmpty() && !heard.contains(wanted)) {
                        missing.add(wanted);
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    /// So none is promised that no conversation goes through, and none is gone through that is not promised.
    @Test
    void the_rows_are_the_operations_of_the_document() {
        var promised = new TreeSet<String>();
        rest.contract
                .document()
                .get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                verb -> promised.add(verb.toUpperCase(Locale.ROOT) + " " + bare(path.getKey()))));
        promised.removeIf(operation -> operation.startsWith("GET /health/"));
        assertThat(rows().stream()
                        .filter(row -> !row.shownBy().startsWith("a vendor's")
                                && !row.url().equals("{notifyURL}"))
                        .map(row -> row.method() + " " + bare(row.path())))
                .containsExactlyInAnyOrderElementsOf(promised);
    }

    /// A path without the names of what varies.
    private static String bare(String path) {
        return path.replaceAll("\\{\\w+}", "{}");
    }

    private static void play(Path file) throws IOException, InterruptedException {
        rest.clear();
        var type = MEDIA_TYPES.get(format(file));
        var defaults = new LinkedHashMap<String, String>();
        defaults.put("Authorization", Rest.basic(rest.ann.text() + ":" + Rest.PASSWORD));
        defaults.put("Accept", type);
        defaults.put("Content-Type", type);
        var player = new Player(rest.client, defaults);
        player.set("box", rest.url(""));
        player.set("channels", rest.channels());
        player.set("base", rest.server.base().toString());
        player.set("number", rest.ann.text().substring("tel:".length()));
        player.set("stranger", Rest.basic(Rest.BEN.text() + ":" + Rest.PASSWORD));
        for (var exchange : transcript(file).exchanges()) {
            var heard = player.send(exchange.request());
            try {
                rest.contract.check(heard.response());
                rest.contract.checkRequest(heard.response(), heard.sent());
                player.compare(exchange.answer(), heard);
            } catch (AssertionError e) {
                throw new AssertionError(exchange.title() + "\n" + e.getMessage(), e);
            }
        }
    }

    /// Which row of the reference a request belongs to. Names of whole URLs say what they are: `{{folder…}}`.
    private static Optional<Row> row(HttpTranscript.Request request) {
        var path = request.url().split("\\?", 2)[0];
        return rows().stream()
                .filter(row -> row.shownBy().isEmpty() && row.method().equals(request.method()))
                .filter(row -> row.pattern().matcher(path).matches())
                .findFirst();
    }

    private static String format(Path file) {
        return file.getFileName().toString().contains(".xml.") ? "xml" : "json";
    }

    private static HttpTranscript transcript(Path file) throws IOException {
        return HttpTranscript.parse(Files.readString(file));
    }

    private static List<Path> files() {
        try (var files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".http"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Row> rows() {
        try (var lines = Files.lines(FOLDER.resolve("rows.tsv"))) {
            return lines.filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> line.split("\t", -1))
                    .map(cells -> new Row(cells[0], cells[1], cells.length > 2 ? cells[2] : ""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        try {
            return Path.of(URI.create(
                    TranscriptsTest.class.getResource("/transcripts").toURI().toString()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /// One row of OMA NMS §3.
    ///
    /// @param url begins with a name: of the box, or of something that has a URL of its own
    /// @param shownBy test that shows a row that no client can ask for, or why there is none; else empty
    private record Row(String method, String url, String shownBy) {
        String text() {
            return method + " " + url;
        }

        /// With the path of what has a URL of its own.
        String path() {
            var box = "/nms/v1/base/{}";
            var channels = "/notificationchannel/v1/{}/channels";
            return url.replaceFirst("^\\{box}", box)
                    .replaceFirst("^\\{(object|folder|subscription)}", box + "/$1s/{}")
                    .replaceFirst("^\\{channels}", channels)
                    .replaceFirst("^\\{channel}", channels + "/{}")
                    .replaceFirst("^\\{channelURL}", "/nc/poll/{}")
                    .replaceFirst("^\\{callbackURL}", "/nc/callback/{}")
                    .replaceFirst("^wss://", "/nc/socket/{}");
        }

        /// `{object}` stands for a segment or for the name of a URL: `{{object}}`, `{{object2}}`, `{{box}}/objects/x`.
        Pattern pattern() {
            var regex = new StringBuilder();
            for (var part : url.split("(?=/\\{)|(?=\\{)|(?<=})")) {
                regex.append(part.startsWith("{") && part.endsWith("}") ? segment(part) : Pattern.quote(part));
            }
            return Pattern.compile(regex.toString());
        }

        private static String segment(String part) {
            var name = part.substring(1, part.length() - 1);
            return switch (name) {
                case "box", "channels" -> "\\{\\{" + name + "}}";
                case "object", "folder", "subscription" -> "(\\{\\{" + name + "\\w*}}|\\{\\{box}}/" + name + "s/[^/]+)";
                case "channel" -> "(\\{\\{channel\\w*}}|\\{\\{channels}}/[^/]+)";
                case "callbackURL" -> "(\\{\\{callback}}|\\{\\{base}}/nc/callback/[^/]+)";
                case "channelURL" -> "(\\{\\{poll\\w*}}|\\{\\{base}}/nc/poll/[^/]+)";
                default -> "[^/]+";
            };
        }
    }
}
