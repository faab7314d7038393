// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.large;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.conformance.load.Books;
import org.satchel.conformance.wire.ImapWire;
import org.satchel.conformance.wire.NmsWire;
import org.satchel.conformance.wire.ServerProcess;

/// Large objects stream in and out. The server has a heap smaller than one of them: who holds one whole runs out of it.
/// `-Dsatchel.long=true` brings objects of 100 MB, eight at a time, three times; else two of 40 MB.
// architecture.md: "a payload is never held whole unless it is small"
@Timeout(600)
final class LargeObjectsTest {
    private static final boolean LONG = Boolean.getBoolean("satchel.long");
    private static final int AT_ONCE = LONG ? 8 : 2;
    private static final int ROUNDS = LONG ? 3 : 1;

    private static final long MIB = 1024 * 1024;
    private static final int HEAP_MEBIBYTES = LONG ? 64 : 32;
    /// The longer is what `box.object-bytes-max` allows.
    private static final long OBJECT_BYTES = (LONG ? 100 : 40) * MIB;
    /// In base64, with line ends and headers, hardly less than that.
    private static final long FILE_BYTES = OBJECT_BYTES / 100 * 73 - 1;

    private static final long SMALL_FILE_BYTES = MIB;
    private static final long RANGE_BYTES = 100_000;

    private ServerProcess server;
    private NmsWire urls;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        var data = folder.resolve("data");
        ServerProcess.account(data, Books.ANN);
        server = ServerProcess.startWithin(HEAP_MEBIBYTES, data, folder.resolve("log"), "box.quota-bytes=20G");
        urls = new NmsWire(server.face("http"), Books.ANN);
    }

    @AfterEach
    void stop() {
        urls.close();
        http.close();
        assertThat(server.stop()).isZero();
    }

    @Test
    void large_files_go_in_and_out_over_rest_several_at_once_and_memory_stays_flat() throws Exception {
        carry(0, SMALL_FILE_BYTES);
        long before = server.residentBytesPeak();
        for (int round = 0; round < ROUNDS; round++) {
            var carriers = new ArrayList<Callable<Void>>();
            for (int i = 1; i <= AT_ONCE; i++) {
                long seed = 100L * round + i;
                carriers.add(() -> {
                    carry(seed, FILE_BYTES);
                    return null;
                });
            }
            together(carriers);
        }
        long after = server.residentBytesPeak();
        System.out.printf(
                "%d at once, %d rounds: heap of %d MiB, resident at most %d MiB, %d MiB after a small file%n",
                AT_ONCE, ROUNDS, HEAP_MEBIBYTES, after / MIB, before / MIB);
        // All of them together, with whatever the heap grew by meanwhile, came to less than one object.
        assertThat(after - before).isLessThan(OBJECT_BYTES);
    }

    @Test
    void a_large_message_goes_in_and_out_over_imap_and_out_over_rest() throws Exception {
        var head = "Subject: large\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n".getBytes(US_ASCII);
        var lines = Filling.lines(7);
        long body = OBJECT_BYTES - head.length;
        try (var imap = ImapWire.login(server.face("imap"), Books.ANN)) {
            imap.write("x APPEND INBOX {%d+}\r\n".formatted(OBJECT_BYTES).getBytes(US_ASCII));
            imap.write(head);
            try (var in = lines.open(body)) {
                for (var piece = in.readNBytes(1 << 20); piece.length > 0; piece = in.readNBytes(1 << 20)) {
                    imap.write(piece);
                }
            }
            imap.write("\r\n".getBytes(US_ASCII));
            assertThat(imap.awaitLine(line -> line.startsWith("x "))).startsWith("x OK");
            imap.expectOk("SELECT INBOX");
            var fetched = imap.expectOk("FETCH 1 BODY.PEEK[TEXT]")
                    .lines()
                    .getFirst()
                    .literals()
                    .getFirst();
            assertThat(fetched).hasSize((int) body);
            lines.check(new ByteArrayInputStream(fetched), 0, body);
        }
        var object = urls.everything().getFirst().path("resourceURL").asText();
        try (var in = get(object + "/content", "bytes=" + head.length + "-", 206)) {
            lines.check(in, 0, body);
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    /// Brings a file, and fetches it in each form.
    private void carry(long seed, long bytes) throws IOException, InterruptedException {
        var filling = Filling.binary(seed);
        var object = post(filling, bytes);
        try (var in = get(object + "/payloadParts/part1", "", 200)) {
            filling.check(in, 0, bytes);
            assertThat(in.read()).isEqualTo(-1);
        }
        long first = bytes / 3;
        try (var in = get(object + "/payloadParts/part1", "bytes=" + first + "-" + (first + RANGE_BYTES - 1), 206)) {
            filling.check(in, first, RANGE_BYTES);
            assertThat(in.read()).isEqualTo(-1);
        }
        try (var in = new BufferedInputStream(get(object + "/payload", "", 200), 1 << 16)) {
            skipHeader(in);
            filling.check(Base64.getMimeDecoder().wrap(in), 0, bytes);
        }
    }

    private String post(Filling filling, long bytes) throws IOException, InterruptedException {
        var head = """
                --b1
                Content-Disposition: form-data; name="root-fields"
                Content-Type: application/json

                {"object":{"parentFolderPath":"/RCSMessageStore","attributes":{"attribute":[]}}}
                --b1
                Content-Disposition: form-data; name="attachments"; filename="large.bin"
                Content-Type: application/octet-stream

                """.replace("\n", "\r\n").getBytes(US_ASCII);
        var tail = "\r\n--b1--\r\n".getBytes(US_ASCII);
        var body = BodyPublishers.ofInputStream(() -> new SequenceInputStream(Collections.enumeration(
                List.of(new ByteArrayInputStream(head), filling.open(bytes), new ByteArrayInputStream(tail)))));
        var answer = http.send(
                request(urls.url("objects"))
                        .header("Content-Type", "multipart/form-data; boundary=b1")
                        .POST(BodyPublishers.fromPublisher(body, head.length + bytes + tail.length))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    /// @param range empty = all
    private InputStream get(String url, String range, int status) throws IOException, InterruptedException {
        var request = request(url);
        if (!range.isEmpty()) {
            request.header("Range", range);
        }
        HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).as(url).isEqualTo(status);
        return answer.body();
    }

    private static HttpRequest.Builder request(String url) {
        var name = (Books.ANN + ":" + ServerProcess.PASSWORD).getBytes(US_ASCII);
        return HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(name));
    }

    /// To the empty line behind the first part's header.
    private static void skipHeader(InputStream in) throws IOException {
        var last = new StringBuilder();
        while (last.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertThat(next).isNotNegative();
            last.append((char) next);
        }
    }

    private static void together(List<Callable<Void>> tasks) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var task : threads.invokeAll(tasks)) {
                task.get();
            }
        }
    }
}
