// SPDX-License-Identifier: Apache-2.0
package org.satchel.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.satchel.model.contract.BlobStoreContract.name;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.satchel.model.StoreFailure;
import org.satchel.model.contract.SampleContent;

/// What rare answers mean, and what requests say, at a server that answers what it is told to.
@Timeout(300)
class AnswersTest {
    private static final String SECRET = "s3cr3t-of-the-test";
    private static final String SSE = "x-amz-server-side-encryption";
    private static final String SSE_KEY = SSE + "-customer-key";

    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private volatile Function<Request, Answer> answers;
    /// Whether it does as requests ask, and says so.
    private volatile boolean encrypts = true;

    private HttpServer server;
    private ExecutorService threads;

    /// @param line method, path and query
    private record Request(String line, Headers headers) {
        boolean is(String method, String part) {
            return line.startsWith(method + " ") && line.contains(part);
        }
    }

    private record Answer(int status, String body) {
        static final Answer OK = new Answer(200, "");

        static Answer error(int status, String code) {
            return new Answer(status, "<Error><Code>" + code + "</Code><Message>at 10.1.2.3: no</Message></Error>");
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.close();
    }

    @ParameterizedTest
    @CsvSource({
        "507, InsufficientStorage, DiskFull",
        "507, XMinioStorageFull, DiskFull",
        "403, QuotaExceeded, DiskFull",
        "403, AccessDenied, Unavailable",
        "500, InternalError, Unavailable",
        "503, SlowDown, Unavailable",
        "400, BadDigest, Unavailable",
        "404, NoSuchBucket, Unavailable",
    })
    void a_refused_put_is_told_in_a_few_words(int status, String code, String failure) {
        answers = request -> request.is("PUT", "") ? Answer.error(status, code) : Answer.OK;
        try (var blobs = new S3BlobStore(settings())) {
            assertThatThrownBy(() -> blobs.put(name(1), SampleContent.of(10)))
                    .satisfies(thrown ->
                            assertThat(thrown.getClass().getSimpleName()).isEqualTo(failure))
                    .isInstanceOf(StoreFailure.Unavailable.class)
                    .hasMessageEndingWith("payload store: it answered " + status + " " + code);
        }
    }

    @Test
    void a_full_store_is_not_ready_until_it_takes_something() throws Exception {
        answers = request -> request.is("PUT", "") ? Answer.error(507, "XMinioStorageFull") : Answer.OK;
        try (var blobs = new S3BlobStore(settings())) {
            assertThatThrownBy(() -> blobs.put(name(1), SampleContent.of(10)))
                    .isInstanceOf(StoreFailure.DiskFull.class);
            assertThat(blobs.obstacle()).hasValue("the payload store is full");
            assertThat(requests).noneMatch(request -> request.is("HEAD", ""));
            answers = request -> Answer.OK;
            long deadline = System.nanoTime() + 10_000_000_000L;
            while (blobs.obstacle().isPresent()) {
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
            assertThat(requests.stream().filter(request -> request.is("PUT", "/probe")))
                    .as("one probe a second")
                    .hasSizeBetween(2, 12);
        }
    }

    @Test
    void a_put_whose_outcome_is_unknown_is_taken_back() {
        answers = request -> request.is("PUT", "") ? Answer.error(500, "InternalError") : Answer.OK;
        try (var blobs = new S3BlobStore(settings())) {
            assertThatThrownBy(() -> blobs.put(name(1), SampleContent.of(10)))
                    .isInstanceOf(StoreFailure.Unavailable.class);
            assertThat(requests.getLast().line()).isEqualTo("DELETE /payloads/" + name(1).key());
        }
    }

    @Test
    void a_completion_whose_answer_was_lost_is_found_by_looking() throws Exception {
        int size = Endpoints.SMALL.partBytes() + 10;
        answers = request -> {
            if (request.is("POST", "uploads")) {
                return new Answer(
                        200,
                        "<InitiateMultipartUploadResult><UploadId>7</UploadId>" + "</InitiateMultipartUploadResult>");
            }
            if (request.is("POST", "uploadId=7")) {
                boolean first = requests.stream()
                                .filter(other -> other.is("POST", "uploadId"))
                                .count()
                        == 1;
                return first ? Answer.error(500, "InternalError") : Answer.error(404, "NoSuchUpload");
            }
            return new Answer(200, request.is("HEAD", "") ? "x".repeat(size) : "");
        };
        try (var blobs = new S3BlobStore(settings())) {
            assertThat(blobs.put(name(1), SampleContent.of(size))).isEqualTo(size);
            assertThat(requests).noneMatch(request -> request.is("DELETE", ""));
        }
    }

    @Test
    void each_kind_of_encryption_is_asked_for() throws Exception {
        answers = request -> Answer.OK;
        assertThat(put(new Encryption.OfBucket()).keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith(SSE));
        assertThat(put(new Encryption.StoreKeys()).getFirst(SSE)).isEqualTo("AES256");
        assertThat(put(new Encryption.Kms(null)).getFirst(SSE)).isEqualTo("aws:kms");
        var kms = put(new Encryption.Kms("key-1"));
        assertThat(kms.getFirst(SSE)).isEqualTo("aws:kms");
        assertThat(kms.getFirst(SSE + "-aws-kms-key-id")).isEqualTo("key-1");
    }

    @ParameterizedTest
    @CsvSource({"10, 200", "10, 403", "6000000, 200", "6000000, 403"})
    void what_is_not_encrypted_as_asked_is_taken_back(int size, int statusOfHead) throws Exception {
        encrypts = false;
        answers = request -> {
            if (request.is("POST", "uploads")) {
                return new Answer(
                        200, "<InitiateMultipartUploadResult><UploadId>7</UploadId></InitiateMultipartUploadResult>");
            }
            return request.is("HEAD", "") ? new Answer(statusOfHead, "") : Answer.OK;
        };
        var customerKey = new Encryption.CustomerKey(Base64.getEncoder().encodeToString(new byte[32]));
        for (var encryption : List.of(new Encryption.StoreKeys(), new Encryption.Kms(null), customerKey)) {
            try (var blobs = new S3BlobStore(settings().withEncryption(encryption))) {
                assertThatThrownBy(() -> blobs.put(name(1), SampleContent.of(size)))
                        .isInstanceOf(StoreFailure.Unavailable.class)
                        .hasMessage("unavailable: payload store: it does not encrypt as it is asked to");
                assertThat(requests.getLast().line()).isEqualTo("DELETE /payloads/" + name(1).key());
                assertThat(blobs.obstacle()).hasValue("the payload store does not encrypt as it is asked to");
                assertThat(requests.getLast().line()).isEqualTo("DELETE /payloads/probe");
            }
        }
    }

    @Test
    void a_store_that_is_to_encrypt_is_tried_before_it_is_ready() throws Exception {
        answers = request -> Answer.OK;
        try (var blobs = new S3BlobStore(settings().withEncryption(new Encryption.StoreKeys()))) {
            assertThat(blobs.obstacle()).isEmpty();
            assertThat(requests)
                    .extracting(Request::line)
                    .containsExactly("PUT /payloads/probe", "DELETE /payloads/probe");
        }
    }

    @Test
    void a_customer_key_goes_with_puts_and_gets_and_is_never_shown(@TempDir Path folder) throws Exception {
        answers = request -> new Answer(200, "0123456789");
        var raw = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        var base64 = Base64.getEncoder().encodeToString(raw);
        var key = Encryption.CustomerKey.read(Files.write(folder.resolve("raw"), raw));
        assertThat(Encryption.CustomerKey.read(Files.writeString(folder.resolve("text"), base64 + "\n")))
                .isEqualTo(key);
        assertThat(put(key).getFirst(SSE_KEY)).isEqualTo(base64);
        try (var blobs = new S3BlobStore(settings().withEncryption(key));
                var in = blobs.open(name(1), 0, 10)) {
            assertThat(in.readAllBytes()).hasSize(10);
        }
        var get = requests.getLast();
        assertThat(get.line()).startsWith("GET ");
        assertThat(get.headers().getFirst(SSE_KEY)).isEqualTo(base64);
        assertThat(get.headers().getFirst(SSE + "-customer-algorithm")).isEqualTo("AES256");
        assertThat(get.headers().getFirst(SSE_KEY + "-MD5")).isEqualTo("hRasmdxgYDKV3nvbahU1MA==");
        assertThat(settings().withEncryption(key).toString())
                .doesNotContain(base64)
                .doesNotContain(SECRET);
    }

    @Test
    void settings_that_make_no_sense_are_refused() {
        assertThatThrownBy(() -> new Encryption.CustomerKey("c2hvcnQ=")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Encryption.CustomerKey("no base64!"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("!");
        assertThatThrownBy(() -> new Credentials.Fixed("", SECRET)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> S3Location.aws("eu-west-1", "No_Bucket")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> S3Location.aws("eu-west-1", "bucket").withKeyPrefix("no-slash"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> S3Location.at(URI.create("ftp://store"), "bucket"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> S3Location.at(URI.create("http://me:secret@store"), "bucket"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret@");
        assertThatThrownBy(() -> new S3Limits(1 << 20, 1, 1, 1, 1, S3Patience.STANDARD))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// @return headers of the put
    private Headers put(Encryption encryption) throws IOException {
        try (var blobs = new S3BlobStore(settings().withEncryption(encryption))) {
            blobs.put(name(1), SampleContent.of(10));
        }
        return requests.getLast().headers();
    }

    private S3Settings settings() {
        var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return S3Settings.of(S3Location.at(address, "payloads"), new Credentials.Fixed("id", SECRET))
                .withLimits(Endpoints.SMALL);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            var request = new Request(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI(), exchange.getRequestHeaders());
            requests.add(request);
            var answer = answers.apply(request);
            var body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("ETag", "\"1\"");
            for (var header : encrypts ? List.of(SSE, SSE + "-customer-algorithm") : List.<String>of()) {
                var asked = exchange.getRequestHeaders().getFirst(header);
                if (asked != null) {
                    exchange.getResponseHeaders().add(header, asked);
                }
            }
            if (request.is("HEAD", "")) {
                exchange.getResponseHeaders().add("Content-Length", String.valueOf(body.length));
                exchange.sendResponseHeaders(answer.status(), -1);
            } else {
                exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }
}
