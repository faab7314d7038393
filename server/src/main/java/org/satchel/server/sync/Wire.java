// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.sync;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Requests to one server, and what their status means. Safe for any number of threads.
// OMA NMS §4, §10.3
final class Wire implements AutoCloseable {
    private static final String JSON_TYPE = "application/json";

    private final HttpClient http;
    private final ObjectMapper mapper;
    private final String server;
    private final String authorization;
    private final SyncLimits limits;

    /// @param server its scheme, host and port count
    /// @param authorization value of the header field
    Wire(URI server, String authorization, SyncLimits limits) {
        this.server = server.getScheme() + "://" + server.getRawAuthority();
        this.authorization = authorization;
        this.limits = limits;
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(limits.waits().connect())
                .build();
        mapper = new ObjectMapper(JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(64)
                        .maxStringLength(Math.toIntExact(limits.bytes().answer()))
                        .build())
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build());
    }

    ObjectNode body() {
        return mapper.createObjectNode();
    }

    JsonNode get(String url) throws InterruptedException {
        return send(request(url).GET().build(), limits.waits().answer());
    }

    JsonNode post(String url, JsonNode body) throws InterruptedException {
        return send(posted(url, body), limits.waits().answer());
    }

    /// @param wait for the answer; when it is over, the connection is closed
    /// @return empty when there was none
    Optional<JsonNode> poll(String url, JsonNode body, Duration wait) throws InterruptedException {
        var request = posted(url, body);
        return exchange(request, json(), wait).map(answer -> understood(request, answer));
    }

    JsonNode put(String url, JsonNode body) throws InterruptedException {
        return send(
                written(url).PUT(BodyPublishers.ofString(body.toString())).build(),
                limits.waits().answer());
    }

    void delete(String url) throws InterruptedException {
        send(request(url).DELETE().build(), limits.waits().answer());
    }

    /// Writes what a URL gives to a file, which is worth something only when this returns.
    void download(String url, Path into) throws InterruptedException {
        BodyHandler<Path> handler = info -> isGood(info.statusCode())
                ? BodySubscribers.ofFile(into, CREATE, WRITE, TRUNCATE_EXISTING)
                : BodySubscribers.replacing(into);
        var request = request(url).GET().build();
        var wait = limits.waits().payload();
        var answer = exchange(
                        request, BodyHandlers.limiting(handler, limits.bytes().payload()), wait)
                .orElseThrow(() -> unanswered(request, wait));
        check(answer, MissingNode.getInstance());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private JsonNode send(HttpRequest request, Duration wait) throws InterruptedException {
        var answer = exchange(request, json(), wait).orElseThrow(() -> unanswered(request, wait));
        return understood(request, answer);
    }

    private BodyHandler<byte[]> json() {
        return BodyHandlers.limiting(BodyHandlers.ofByteArray(), limits.bytes().answer());
    }

    private static SyncFailure unanswered(HttpRequest request, Duration wait) {
        return new SyncFailure.Later(said(request) + " was not answered in " + wait, Duration.ZERO);
    }

    private JsonNode understood(HttpRequest request, HttpResponse<byte[]> answer) {
        boolean good = isGood(answer.statusCode());
        var body = answer.body().length == 0 ? MissingNode.getInstance() : parsed(request, answer.body(), good);
        check(answer, body);
        return body;
    }

    private JsonNode parsed(HttpRequest request, byte[] body, boolean good) {
        try {
            return mapper.readTree(body);
        } catch (IOException e) {
            if (good) {
                throw new SyncFailure.Refused(said(request) + " was answered with something that is not JSON", 0);
            }
            return MissingNode.getInstance();
        }
    }

    /// @return empty when the time is up
    private <T> Optional<HttpResponse<T>> exchange(HttpRequest request, BodyHandler<T> handler, Duration wait)
            throws InterruptedException {
        var answer = http.sendAsync(request, handler);
        try {
            return Optional.of(answer.get(wait.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            throw new SyncFailure.Later(said(request) + ": " + reason(e), Duration.ZERO);
        } catch (TimeoutException e) {
            return Optional.empty();
        } finally {
            // Closes the connection of what is not answered; nothing else.
            answer.cancel(true);
        }
    }

    private static String reason(ExecutionException failure) {
        var cause = failure.getCause();
        return cause == null || cause.getMessage() == null ? String.valueOf(cause) : cause.getMessage();
    }

    private void check(HttpResponse<?> answer, JsonNode body) {
        int status = answer.statusCode();
        if (isGood(status)) {
            return;
        }
        var what = said(answer.request());
        if (status >= 500) {
            throw new SyncFailure.Later(what + ": " + status, retryAfter(answer));
        }
        throw switch (status) {
            case 404, 410 -> new SyncFailure.Missing(what);
            case 409 -> new SyncFailure.Conflict(what);
            case 408, 429 -> new SyncFailure.Later(what + ": " + status, retryAfter(answer));
            default -> new SyncFailure.Refused(what + ": " + status + " " + exception(body), status);
        };
    }

    /// OMA NMS §4.3: seconds
    private Duration retryAfter(HttpResponse<?> answer) {
        var text = answer.headers().firstValue("Retry-After").orElse("0").strip();
        if (!text.matches("\\d{1,9}")) {
            return Duration.ZERO;
        }
        var asked = Duration.ofSeconds(Long.parseLong(text));
        var most = limits.waits().retryAfterMax();
        return asked.compareTo(most) > 0 ? most : asked;
    }

    /// OMA NMS §10.1
    private static String exception(JsonNode body) {
        var error = body.path("requestError");
        var exception = error.has("policyException") ? error.path("policyException") : error.path("serviceException");
        return exception.path("messageId").asText("") + " "
                + exception.path("text").asText("");
    }

    private HttpRequest posted(String url, JsonNode body) {
        return written(url).POST(BodyPublishers.ofString(body.toString())).build();
    }

    private HttpRequest.Builder written(String url) {
        return request(url).header("Content-Type", JSON_TYPE);
    }

    private HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(here(url))
                .header("Authorization", authorization)
                .header("Accept", JSON_TYPE);
    }

    /// The same path at the server that the user named: it may call itself otherwise, and nobody else is to see the
    /// credentials.
    private URI here(String url) {
        try {
            var given = URI.create(url);
            var query = given.getRawQuery();
            return URI.create(server + given.getRawPath() + (query == null ? "" : "?" + query));
        } catch (IllegalArgumentException e) {
            throw new SyncFailure.Refused("the server gave out a URL that is none", 0);
        }
    }

    /// Without what follows a question mark, and without the names that are secrets.
    private static String said(HttpRequest request) {
        var path = request.uri().getPath();
        var words = path.split("/");
        var shown = words.length > 1 && words[words.length - 1].length() > 40
                ? path.substring(0, path.lastIndexOf('/')) + "/…"
                : path;
        return request.method() + " " + shown;
    }

    private static boolean isGood(int status) {
        return status / 100 == 2;
    }
}
