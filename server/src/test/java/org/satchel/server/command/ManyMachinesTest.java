// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.backends.CassandraCluster;
import org.satchel.backends.CassandraSettings;
import org.satchel.backends.S3Endpoint;
import org.satchel.server.demo.ImapPhone;

/// Servers over one Cassandra, with payloads in a folder and on S3.
@Timeout(900)
class ManyMachinesTest {
    private static final String ANN = "tel:+15550100001";
    private static final String PASSWORD = "correct-horse-77";
    private static final Duration SEEN_MAX = Duration.ofMinutes(3);

    @TempDir
    static Path folder;

    private static CassandraCluster cassandra;
    private static S3Endpoint s3;
    private static Path secret;

    @BeforeAll
    static void start() throws Exception {
        // A busy machine may take its time, and nobody kills this node.
        var patient = CassandraSettings.DEFAULT
                .withUnsafeSystem()
                .with("write_request_timeout", "20s")
                .with("read_request_timeout", "20s")
                .with("cas_contention_timeout", "20s");
        cassandra = CassandraCluster.start(1, folder.resolve("cassandra"), patient);
        s3 = S3Endpoint.start(folder.resolve("s3"));
        secret = Files.writeString(folder.resolve("secret"), s3.secretKey() + "\n");
    }

    @AfterAll
    static void stop() {
        s3.close();
        cassandra.close();
    }

    @Test
    void two_servers_with_a_payload_folder_show_the_same_accounts_and_objects() throws Exception {
        var settings = settings(
                "shared_folder", "payloads.folder=" + folder.resolve("payloads"), "neighbours.listen=127.0.0.1:0");
        try (var one = Program.serve(folder, folder.resolve("one"), settings)) {
            var first = one.ready();
            try (var two = Program.serve(folder, folder.resolve("two"), settings)) {
                var second = two.ready();
                assertThat(outcome("user add " + ANN + " --password " + PASSWORD, "one", settings)
                                .out())
                        .isEqualTo("account " + ANN + System.lineSeparator());
                assertThat(outcome("user list", "two", settings).out()).isEqualTo(ANN + System.lineSeparator());
                var large = "large " + "x".repeat(100_000);
                try (var here = new ImapPhone(first.at("imap"));
                        var there = new ImapPhone(second.at("imap"))) {
                    here.command("LOGIN " + ANN + " " + PASSWORD, "LOGIN …");
                    there.command("LOGIN " + ANN + " " + PASSWORD, "LOGIN …");
                    here.command(append("small"), "APPEND …");
                    here.command(append(large), "APPEND …");
                    there.command("SELECT INBOX");
                    var found = there.command("UID FETCH 1:* (BODY.PEEK[TEXT])").stream()
                            .filter(line -> !line.literals().isEmpty())
                            .map(line -> new String(line.literals().getFirst(), StandardCharsets.US_ASCII))
                            .toList();
                    assertThat(found).containsExactly("small", large);
                }
                assertThat(health(first, "ready")).isEqualTo(200);
                try (var files = Files.walk(folder.resolve("payloads"))) {
                    assertThat(files.filter(Files::isRegularFile)).hasSize(1);
                }

                var seen = outcome("doctor", "one", settings);
                assertThat(seen.out())
                        .containsPattern(
                                "(?m)^OK    cassandra.contact-points: 127[0-9.]+:9042: Cassandra 5[0-9.]+, 1 of"
                                        + " 1 nodes up in datacenter1; keyspace shared_folder is there$")
                        .containsPattern("(?m)^OK    payloads.folder: .*/payloads answers$")
                        .contains("OK    server: running")
                        .doesNotContain("FAIL");
                var backup = outcome("backup --to " + folder.resolve("backup"), "one", settings);
                assertThat(backup.exit()).isEqualTo(1);
                assertThat(backup.err()).contains("engine.kind is cassandra").contains("docs/cluster.md");
                assertThat(folder.resolve("backup")).doesNotExist();
                try (var third = Program.serve(folder, folder.resolve("two"), settings)) {
                    assertThat(third.exit()).isEqualTo(1);
                    assertThat(third.errors()).contains("in use by another server");
                }
                two.terminate();
                assertThat(two.exit()).isZero();
            }
        }
    }

    @Test
    void a_server_is_not_ready_while_s3_or_cassandra_is_away_and_is_again_when_they_are_back() throws Exception {
        var settings = settings(
                "on_s3",
                "payloads.kind=s3",
                "s3.endpoint=" + s3.endpoint(),
                "s3.bucket=" + s3.bucket(),
                "s3.access-key=" + s3.accessKey(),
                "s3.secret-key-file=" + secret,
                "cassandra.request-time=2s");
        assertThat(outcome("user add " + ANN + " --password " + PASSWORD, "three", settings)
                        .exit())
                .isZero();
        try (var server = Program.serve(folder, folder.resolve("three"), settings)) {
            var faces = server.ready();
            try (var phone = new ImapPhone(faces.at("imap"))) {
                phone.command("LOGIN " + ANN + " " + PASSWORD, "LOGIN …");
                phone.command(append("y".repeat(9_000_000)), "APPEND …");
                phone.command("SELECT INBOX");
                assertThat(phone.command("UID FETCH 1:* (BODY.PEEK[TEXT])").stream()
                                .flatMap(line -> line.literals().stream()))
                        .singleElement()
                        .satisfies(text -> assertThat(text).hasSize(9_000_000).containsOnly('y'));
            }
            await(faces, status -> status == 200);
            s3.kill();
            await(faces, status -> status == 503);
            assertThat(outcome("doctor", "three", settings).out())
                    .containsPattern("(?m)^FAIL  s3: bucket " + s3.bucket() + " at http://127\\S+: the payload store");
            s3.restart();
            await(faces, status -> status == 200);
            cassandra.freeze(0);
            try {
                await(faces, status -> status == 503);
            } finally {
                cassandra.thaw(0);
            }
            await(faces, status -> status == 200);
        }
    }

    @Test
    void what_is_not_there_is_named_and_nothing_starts() throws IOException, InterruptedException {
        var nowhere = new ArrayList<>(List.of(settings("nowhere")));
        nowhere.add("cassandra.contact-points=127.0.0.1:1");
        var settings = nowhere.toArray(String[]::new);
        try (var server = Program.serve(folder, folder.resolve("four"), settings)) {
            assertThat(server.exit()).isEqualTo(1);
            assertThat(server.errors())
                    .contains(
                            "satchel: cassandra.contact-points: 127.0.0.1:1: unavailable: the database does not answer")
                    .doesNotContain("\tat ");
        }
        assertThat(outcome("doctor", "four", settings).out())
                .contains("FAIL  cassandra.contact-points: 127.0.0.1:1: unavailable: the database does not answer");
        assertThat(outcome("doctor", "four", settings("nowhere", "cassandra.datacenter=elsewhere"))
                        .out())
                .contains("no node is in the data centre elsewhere; there are [datacenter1]");
        assertThat(outcome("doctor", "four", settings("nowhere", "cassandra.replicas=3"))
                        .out())
                .containsPattern("FAIL  .*keyspace nowhere would be made with 3 replicas, more than there are nodes");
        assertThat(outcome("doctor", "four", settings("nowhere", "payloads.kind=s3"))
                        .out())
                .contains("payloads.kind is s3, and s3.bucket is empty");
        assertThat(outcome("doctor", "four", settings("nowhere")).out())
                .contains("keyspace nowhere will be made with 1 replicas");
    }

    private static String[] settings(String keyspace, String... more) {
        var place = cassandra.contactPoints().getFirst();
        var settings = new ArrayList<>(List.of(
                "engine.kind=cassandra",
                "cassandra.contact-points=" + place.getAddress().getHostAddress() + ":" + place.getPort(),
                "cassandra.replicas=1",
                "cassandra.keyspace=" + keyspace));
        settings.addAll(Arrays.asList(more));
        return settings.toArray(String[]::new);
    }

    private static Outcome outcome(String words, String data, String... settings) {
        var arguments = new ArrayList<>(Arrays.asList(words.split(" ")));
        arguments.addAll(List.of("--data", folder.resolve(data) + ""));
        for (var setting : settings) {
            arguments.addAll(List.of("--set", setting));
        }
        return Outcome.of(arguments.toArray(String[]::new));
    }

    private static String append(String text) {
        var message = "From: <" + ANN + ">\r\nSubject: s\r\n\r\n" + text;
        return "APPEND INBOX {" + message.length() + "+}\r\n" + message;
    }

    private static int health(Program.Faces faces, String what) throws IOException, InterruptedException {
        var address = faces.at("http");
        var uri = URI.create("http://127.0.0.1:" + address.getPort() + "/health/" + what);
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(uri)
                                    .timeout(Duration.ofMinutes(2))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static void await(Program.Faces faces, Predicate<Integer> wanted) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + SEEN_MAX.toNanos();
        int status = health(faces, "ready");
        while (!wanted.test(status)) {
            assertThat(System.nanoTime()).as("still %d", status).isLessThan(deadline);
            status = health(faces, "ready");
        }
    }
}
