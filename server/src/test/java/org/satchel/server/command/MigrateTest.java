// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.backends.CassandraCluster;
import org.satchel.backends.CassandraSettings;
import org.satchel.server.demo.ImapPhone;

/// An installation moves to Cassandra and back while it is served, and neither an IMAP client that resynchronises nor a
/// subscription notices more than a server that was away for a moment.
@Timeout(900)
class MigrateTest {
    private static final String ANN = "tel:+15550100001";
    private static final String PASSWORD = "correct-horse-77";
    private static final Duration SEEN_MAX = Duration.ofMinutes(3);

    @TempDir
    static Path folder;

    private static CassandraCluster cassandra;

    private final ObjectMapper json = new ObjectMapper();

    @BeforeAll
    static void start() throws Exception {
        var patient = CassandraSettings.DEFAULT
                .withUnsafeSystem()
                .with("write_request_timeout", "20s")
                .with("read_request_timeout", "20s")
                .with("cas_contention_timeout", "20s");
        cassandra = CassandraCluster.start(1, folder.resolve("cassandra"), patient);
    }

    @AfterAll
    static void stop() {
        cassandra.close();
    }

    @Test
    void clients_go_on_where_they_were_on_either_engine() throws Exception {
        assertThat(Outcome.of("user", "add", ANN, "--password", PASSWORD, "--data", data().toString())
                        .exit())
                .isZero();
        Mailbox known;
        URI channel;
        InetSocketAddress http;
        Program moving;
        try (var server = serve("embedded", "127.0.0.1:0")) {
            var faces = server.ready();
            http = faces.at("http");
            channel = listen(http);
            try (var phone = phone(faces)) {
                phone.command(append("first"), "APPEND …");
                phone.command(append("second"), "APPEND …");
                phone.command(append("large " + "x".repeat(200_000)), "APPEND …");
                known = select(phone, "SELECT INBOX (CONDSTORE)");
                assertThat(index(poll(channel))).isEqualTo(1);

                moving = migrate("embedded", "cassandra");
                await(moving, "follows");
                assertThat(moving.errors()).contains("3 objects");
                phone.command("STORE 1 +FLAGS (\\Flagged)");
                phone.command("STORE 2 +FLAGS.SILENT (\\Deleted)");
                phone.command("EXPUNGE");
                phone.command(append("fourth"), "APPEND …");
            }
            server.terminate();
            assertThat(server.exit()).isZero();
        }
        assertThat(moving.exit()).as(moving.errors()).isZero();
        assertThat(moving.line()).contains(": moved;").contains(" objects compared");
        try (var refused = serve("embedded", "127.0.0.1:0")) {
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.errors()).contains("this store was moved to cassandra moved at 127.");
        }

        try (var server = serve("cassandra", "127.0.0.1:" + http.getPort())) {
            var faces = server.ready();
            try (var phone = phone(faces)) {
                var resumed =
                        phone.command("SELECT INBOX (QRESYNC (" + known.validity() + " " + known.highest() + "))");
                var lines = resumed.stream().map(ImapPhone.Line::text).toList();
                assertThat(lines)
                        .contains("* VANISHED (EARLIER) 2")
                        .anyMatch(line -> line.startsWith("* 1 FETCH (UID 1 ") && line.contains("\\Flagged"))
                        .anyMatch(line -> line.startsWith("* 3 FETCH (UID 4 "))
                        .noneMatch(line -> line.startsWith("* 2 FETCH"));
                assertThat(select(phone, "SELECT INBOX").validity()).isEqualTo(known.validity());
                assertThat(phone.command("UID FETCH 3 (RFC822.SIZE BODY.PEEK[TEXT])"))
                        .anySatisfy(line -> assertThat(line.literals())
                                .singleElement()
                                .satisfies(text -> assertThat(text).hasSize(200_006)));
                // What the follower had not delivered yet, under the next index.
                assertThat(index(poll(channel))).isEqualTo(2);
                known = select(phone, "SELECT INBOX");
                assertThat(verify("cassandra", "--payloads").out())
                        .isEqualTo("1 boxes looked at; 0 findings, 0 of them mended" + System.lineSeparator());
                assertThat(verify("cassandra", "--repair").exit()).isEqualTo(2);

                moving = migrate("cassandra", "embedded");
                await(moving, "follows");
                phone.command("STORE 1 +FLAGS.SILENT (\\Deleted)");
                phone.command("EXPUNGE");
                phone.command(append("fifth"), "APPEND …");
            }
            server.terminate();
            assertThat(server.exit()).isZero();
        }
        assertThat(moving.exit()).as(moving.errors()).isZero();
        try (var refused = serve("cassandra", "127.0.0.1:0")) {
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.errors()).contains("this store was moved to embedded ");
        }

        try (var server = serve("embedded", "127.0.0.1:" + http.getPort())) {
            var faces = server.ready();
            try (var phone = phone(faces)) {
                var resumed =
                        phone.command("SELECT INBOX (QRESYNC (" + known.validity() + " " + known.highest() + "))");
                assertThat(resumed.stream().map(ImapPhone.Line::text))
                        .contains("* VANISHED (EARLIER) 1")
                        .anyMatch(line -> line.startsWith("* 3 FETCH (UID 5 "));
                assertThat(index(poll(channel))).isEqualTo(3);
                assertThat(verify("embedded", "--payloads").out()).startsWith("1 boxes looked at; 0 findings");
                assertThat(verify("embedded", "--repair").exit()).isEqualTo(2);
            }
            server.terminate();
            assertThat(server.exit()).isZero();
        }
        assertThat(verify("embedded", "--repair").exit()).isZero();
    }

    /// What a client keeps of a folder.
    private record Mailbox(String validity, String highest) {}

    private static Mailbox select(ImapPhone phone, String command) throws IOException {
        var lines = phone.command(command).stream().map(ImapPhone.Line::text).toList();
        return new Mailbox(value(lines, "UIDVALIDITY"), value(lines, "HIGHESTMODSEQ"));
    }

    private static String value(List<String> lines, String name) {
        var pattern = Pattern.compile("\\[" + name + " (\\d+)]");
        return lines.stream()
                .map(pattern::matcher)
                .filter(java.util.regex.Matcher::find)
                .map(matcher -> matcher.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + lines));
    }

    private static ImapPhone phone(Program.Faces faces) throws IOException {
        var phone = new ImapPhone(faces.at("imap"));
        phone.command("LOGIN " + ANN + " " + PASSWORD, "LOGIN …");
        phone.command("ENABLE QRESYNC");
        phone.command("SELECT INBOX");
        return phone;
    }

    private static String append(String text) {
        var message = "From: <" + ANN + ">\r\nSubject: s\r\n\r\n" + text;
        return "APPEND INBOX {" + message.length() + "+}\r\n" + message;
    }

    private URI listen(InetSocketAddress http) throws Exception {
        var server = "http://127.0.0.1:" + http.getPort();
        var box = URLEncoder.encode(ANN, StandardCharsets.UTF_8);
        var channel = post(
                        URI.create(server + "/notificationchannel/v1/" + box + "/channels"),
                        "{\"notificationChannel\":{\"channelType\":\"LongPolling\",\"channelData\":{\"maxNotifications\":10},"
                                + "\"channelLifetime\":3600}}")
                .path("notificationChannel");
        post(
                URI.create(server + "/nms/v1/base/" + box + "/subscriptions"),
                "{\"nmsSubscription\":{\"callbackReference\":{\"notifyURL\":\""
                        + channel.path("callbackURL").asText()
                        + "\",\"notificationFormat\":\"JSON\"},\"duration\":3600}}");
        return URI.create(channel.path("channelData").path("channelURL").asText());
    }

    private JsonNode poll(URI channel) throws Exception {
        return post(channel, "{\"longPollingRequestParameters\":null}");
    }

    private static long index(JsonNode answer) {
        var index = answer.findValue("index");
        assertThat(index).as(answer.toString()).isNotNull();
        return index.longValue();
    }

    private JsonNode post(URI uri, String body) throws Exception {
        var credentials = (ANN + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
        var request = HttpRequest.newBuilder(uri)
                .timeout(SEEN_MAX)
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials))
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(uri + ": " + answer.body()).isBetween(200, 299);
            return answer.body().isEmpty() ? json.createObjectNode() : json.readTree(answer.body());
        }
    }

    /// Until its standard error says so.
    private static void await(Program program, String text) throws IOException {
        long deadline = System.nanoTime() + SEEN_MAX.toNanos();
        while (!program.errors().contains(text)) {
            assertThat(System.nanoTime()).as(program.errors()).isLessThan(deadline);
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
        }
    }

    private static Path data() {
        return folder.resolve("data");
    }

    private static Outcome verify(String engine, String how) {
        return Outcome.of(arguments("verify", how, "--set", "engine.kind=" + engine));
    }

    private static Program migrate(String from, String to) throws IOException {
        return Program.start(folder, arguments("migrate", "--from", from, "--to", to));
    }

    private static Program serve(String engine, String http) throws IOException {
        var settings = Arrays.asList(arguments()).stream()
                .filter(word -> word.contains("="))
                .toList();
        var all = new ArrayList<>(settings);
        all.add("engine.kind=" + engine);
        all.add("http.listen=" + http);
        return Program.serve(folder, data(), all.toArray(String[]::new));
    }

    private static String[] arguments(String... words) {
        var place = cassandra.contactPoints().getFirst();
        var arguments = new ArrayList<>(Arrays.asList(words));
        arguments.addAll(List.of("--data", data().toString()));
        for (var setting : List.of(
                "cassandra.contact-points=" + place.getAddress().getHostAddress() + ":" + place.getPort(),
                "cassandra.replicas=1",
                "cassandra.keyspace=moved")) {
            arguments.addAll(List.of("--set", setting));
        }
        return arguments.toArray(String[]::new);
    }
}
