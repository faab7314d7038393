// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.satchel.server.demo.Cpim;
import org.satchel.server.demo.ImapPhone;
import org.satchel.server.demo.SipPhone;

/// The server as a process: how it starts, what it says, whom it lets in, how it stops.
@Timeout(600)
class ServeTest {
    private static final String ANN = "tel:+15550100001";
    private static final String BEN = "tel:+15550100042";
    private static final String PASSWORD = "correct-horse-77";
    private static final String MESSAGE = "Zanzibar at dawn";

    @TempDir
    static Path folder;

    private static Path data;
    private static Program server;
    private static Program.Faces faces;

    @BeforeAll
    static void start() throws Exception {
        data = folder.resolve("data");
        assertThat(Outcome.of("user", "add", ANN, "sip:ann@example.net", "--password", PASSWORD, "--data", data + ""))
                .isEqualTo(new Outcome(0, "account " + ANN + System.lineSeparator(), ""));
        server = Program.serve(folder, data);
        faces = server.ready();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void the_ready_line_names_the_faces_in_their_order() {
        assertThat(faces.line())
                .matches("READY imap=127\\.0\\.0\\.1:\\d+ http=127\\.0\\.0\\.1:\\d+ sip=127\\.0\\.0\\.1:\\d+")
                .doesNotContain(":0 ");
    }

    @Test
    void the_log_goes_to_standard_error_from_info_upward() throws IOException {
        assertThat(server.errors())
                .containsPattern("(?m)^20\\d\\d-\\d\\d-\\d\\dT\\S+ INFO ")
                .doesNotContain(" DEBUG ")
                .doesNotContain(" ERROR ");
    }

    @Test
    void a_user_added_while_it_runs_logs_in_at_once() throws Exception {
        var added = Outcome.withInput(
                "pass-of-cleo\n", "user", "add", "tel:+15550100077", "--password-stdin", "--data", data + "");
        assertThat(added.exit()).isZero();
        try (var phone = new ImapPhone(faces.at("imap"))) {
            phone.command("LOGIN tel:+15550100077 pass-of-cleo", "LOGIN …");
            assertThat(phone.command("STATUS INBOX (MESSAGES)").getFirst().text())
                    .contains("MESSAGES 0");
        }
        assertThat(search(faces, "tel:+15550100077", "pass-of-cleo").statusCode())
                .isEqualTo(204);
        assertThat(Outcome.of("user", "list", "--data", data + "").out())
                .contains(ANN + " sip:ann@example.net" + System.lineSeparator())
                .contains("tel:+15550100077" + System.lineSeparator());
    }

    @Test
    void a_wrong_password_opens_neither_protocol() throws Exception {
        try (var phone = new ImapPhone(faces.at("imap"))) {
            assertThatThrownBy(() -> phone.command("LOGIN " + ANN + " wrong", "LOGIN …"))
                    .hasMessageContaining(" NO ");
            assertThatThrownBy(() -> phone.command("SELECT INBOX")).isInstanceOf(IOException.class);
        }
        var refused = search(faces, ANN, "wrong");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(value -> assertThat(value).startsWith("Basic "));
        assertThat(search(faces, "tel:+15550199999", PASSWORD).statusCode()).isEqualTo(401);
        assertThat(search(faces, ANN, PASSWORD).statusCode()).isIn(200, 204);
    }

    @Test
    void its_health_is_told_beside_it() {
        var seen = Outcome.of("health", "--data", data + "");
        assertThat(seen.out()).isEqualToIgnoringNewLines("ready");
        assertThat(seen.exit()).isZero();
    }

    @Test
    void the_doctor_sees_it_run() {
        var seen = Outcome.of("doctor", "--data", data + "");
        assertThat(seen.exit()).isZero();
        assertThat(seen.out()).contains("OK    server: running, imap=127.0.0.1:");
    }

    @Test
    void a_second_server_on_the_same_data_folder_is_refused() throws Exception {
        try (var second = Program.serve(folder, data)) {
            assertThat(second.exit()).isEqualTo(1);
            assertThat(second.line()).isEmpty();
            assertThat(second.errors())
                    .containsPattern("(?m)^satchel: .*" + data.getFileName() + ".*(in use|open|another|lock)")
                    .doesNotContain("\tat ");
        }
        try (var phone = new ImapPhone(faces.at("imap"))) {
            phone.command("LOGIN " + ANN + " " + PASSWORD, "LOGIN …");
        }
        assertThat(Outcome.of("doctor", "--data", data + "").out()).contains("server: running");
    }

    @Test
    void a_backup_taken_while_it_runs_is_a_data_folder_with_the_same_objects() throws Exception {
        var backup = folder.resolve("backup");
        try (var phone = new ImapPhone(faces.at("imap"))) {
            phone.command("LOGIN " + ANN + " " + PASSWORD, "LOGIN …");
            phone.command("CREATE Default/" + BEN);
            for (int i = 0; i < 20; i++) {
                phone.command(append(i, i == 7 ? "large " + "x".repeat(100_000) : "text " + i), "APPEND …");
            }
        }
        assertThat(Outcome.of("backup", "--data", data + "", "--to", backup + ""))
                .isEqualTo(new Outcome(0, "backup " + backup + System.lineSeparator(), ""));
        assertThat(Outcome.of("backup", "--data", data + "", "--to", backup + "")
                        .exit())
                .isEqualTo(1);
        try (var phone = new ImapPhone(faces.at("imap"))) {
            phone.command("LOGIN " + ANN + " " + PASSWORD, "LOGIN …");
            phone.command(append(20, "after the backup"), "APPEND …");
        }
        try (var copy = Program.serve(folder, backup)) {
            var there = everything(copy.ready().at("imap"));
            assertThat(there).hasSize(20).isEqualTo(everything(faces.at("imap")).subList(0, 20));
        }
    }

    @Test
    void it_stops_in_good_time_and_its_log_tells_no_secrets() throws Exception {
        var own = folder.resolve("own");
        Outcome.of("user", "add", ANN, "--password", PASSWORD, "--data", own + "");
        Outcome.of("user", "add", BEN, "--password", PASSWORD, "--data", own + "");
        try (var program = Program.serve(folder, own)) {
            var here = program.ready();
            traffic(here);
            long start = System.nanoTime();
            try (var idle = new ImapPhone(here.at("imap"))) {
                idle.command("LOGIN " + ANN + " " + PASSWORD, "LOGIN …");
                idle.command("SELECT INBOX");
                idle.idle();
                start = System.nanoTime();
                program.terminate();
                assertThat(program.exit()).isZero();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            var log = program.errors();
            assertThat(log).contains(" INFO ").contains("stopping");
            for (var secret : List.of(PASSWORD, "wrong-battery-staple", MESSAGE, "Zanzibar")) {
                assertThat(log).doesNotContain(secret).doesNotContain(base64(secret));
            }
            assertThat(log)
                    .doesNotContain(base64(ANN + ":" + PASSWORD))
                    .doesNotContain(base64("\0" + ANN + "\0" + PASSWORD));
        }
        try (var again = Program.serve(folder, own)) {
            assertThat(everything(again.ready().at("imap"))).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"imap", "http", "sip"})
    void a_face_whose_port_is_taken_is_named_and_nothing_runs(String face) throws Exception {
        var elsewhere = folder.resolve("elsewhere");
        var taken = "127.0.0.1:" + faces.at(face).getPort();
        try (var program = Program.serve(folder, elsewhere, face + ".listen=" + taken)) {
            assertThat(program.exit()).isEqualTo(1);
            assertThat(program.line()).isEmpty();
            assertThat(program.errors())
                    .containsPattern("(?m)^satchel: " + face + "\\.listen: " + taken + " cannot be used \\(.+\\)$")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void an_unknown_setting_is_named_with_file_and_line() throws Exception {
        var file = Files.writeString(folder.resolve("satchel.conf"), "# mine\n\nimap.lissten = 127.0.0.1:1\n");
        try (var program = Program.start(folder, "serve", "--config", file.toString())) {
            assertThat(program.exit()).isEqualTo(1);
            assertThat(program.line()).isEmpty();
            assertThat(program.errors()).contains("satchel: " + file + ":3: no setting is named 'imap.lissten'");
        }
    }

    /// Right and wrong logins, deposits, reads and searches over all three faces.
    private static void traffic(Program.Faces here) throws Exception {
        try (var phone = new ImapPhone(here.at("imap"))) {
            assertThatThrownBy(() -> phone.command("LOGIN " + ANN + " wrong-battery-staple", "LOGIN …"))
                    .isInstanceOf(IOException.class);
            phone.command("AUTHENTICATE PLAIN " + base64("\0" + ANN + "\0" + PASSWORD), "AUTHENTICATE …");
            phone.command("CREATE Default/" + BEN);
            phone.command(append(1, MESSAGE), "APPEND …");
            phone.command("SELECT Default/" + BEN);
            assertThat(phone.command("UID SEARCH TEXT \"" + MESSAGE + "\"")
                            .getFirst()
                            .text())
                    .endsWith(" 1");
            assertThatThrownBy(() -> phone.command("UID SEARCH NOSUCHKEY \"" + MESSAGE + "\""))
                    .isInstanceOf(IOException.class);
        }
        assertThat(search(here, ANN, "wrong-battery-staple").statusCode()).isEqualTo(401);
        assertThat(search(here, ANN, PASSWORD).body()).contains("resourceURL");
        assertThat(post(here, "{\"selectionCriteria\":{\"" + MESSAGE, ANN, PASSWORD)
                        .statusCode())
                .isEqualTo(400);
        try (var phone = new SipPhone(here.at("sip"), BEN)) {
            var body = Cpim.text("M1", Instant.parse("2026-03-03T08:14:07Z"), MESSAGE + " 2");
            assertThat(phone.send(ANN, "c-1", "k-1", body)).isIn(200, 202);
            assertThat(phone.send(ANN, "c-1", "k-2", MESSAGE.getBytes(StandardCharsets.UTF_8)))
                    .isGreaterThan(0);
        }
    }

    private static String append(int number, String text) {
        var object = """
                From: %s
                To: %s
                Date: Tue, 03 Mar 2026 09:14:%02d +0100
                Message-Direction: received
                Content-Type: text/plain; charset=utf-8

                %s
                """.formatted(BEN, ANN, number, text).replace("\n", "\r\n");
        return "APPEND Default/%s (\\Seen) {%d+}\r\n%s"
                .formatted(BEN, object.getBytes(StandardCharsets.UTF_8).length, object);
    }

    /// Each object of Ann's conversation with Ben: its answer line without literals, then its bytes.
    private static List<String> everything(InetSocketAddress imap) throws IOException {
        try (var phone = new ImapPhone(imap)) {
            phone.command("LOGIN " + ANN + " " + PASSWORD, "LOGIN …");
            phone.command("EXAMINE Default/" + BEN);
            return phone.command("UID FETCH 1:* (MODSEQ INTERNALDATE FLAGS BODY.PEEK[])").stream()
                    .filter(line -> !line.literals().isEmpty())
                    .map(line -> line.text() + new String(line.literals().getFirst(), StandardCharsets.UTF_8))
                    .toList();
        }
    }

    private static HttpResponse<String> search(Program.Faces faces, String user, String password)
            throws IOException, InterruptedException {
        return post(faces, "{\"selectionCriteria\":{\"maxEntries\":10}}", user, password);
    }

    private static HttpResponse<String> post(Program.Faces faces, String body, String user, String password)
            throws IOException, InterruptedException {
        var uri = URI.create("http://127.0.0.1:" + faces.at("http").getPort() + "/nms/v1/base/"
                + user.replace(":", "%3A").replace("+", "%2B") + "/objects/operations/search");
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(uri)
                            .timeout(Duration.ofMinutes(2))
                            .header("Authorization", "Basic " + base64(user + ":" + password))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
