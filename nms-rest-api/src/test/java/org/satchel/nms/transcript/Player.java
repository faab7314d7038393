// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.transcript;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Sends what a transcript says, and compares what comes back.
public final class Player {
    private static final Duration ANSWER_MAX = Duration.ofMinutes(2);

    private final HttpClient client;
    private final Map<String, String> defaults;
    private final Likeness likeness = new Likeness();

    /// @param defaults header fields of requests that do not have them; `Content-Type` only where there is a body
    public Player(HttpClient client, Map<String, String> defaults) {
        this.client = client;
        this.defaults = new LinkedHashMap<>(defaults);
    }

    /// Gives a name its value.
    public void set(String name, String value) {
        likeness.set(name, value);
    }

    /// What came back, and what was asked with which body.
    public record Heard(URI url, String sent, int status, HttpResponse<byte[]> response) {
        public String body() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }
    }

    public Heard send(HttpTranscript.Request request) throws IOException, InterruptedException {
        var headers = new LinkedHashMap<>(defaults);
        if (request.body().isEmpty()) {
            headers.remove("Content-Type");
        }
        request.headers().forEach((name, value) -> headers.put(name, likeness.filled(value)));
        var body = likeness.filled(request.body());
        if (headers.getOrDefault("Content-Type", "").startsWith("multipart/")) {
            body = body.replace("\n", "\r\n") + "\r\n";
        }
        var url = URI.create(likeness.filled(request.url()));
        var builder = HttpRequest.newBuilder(url).timeout(ANSWER_MAX);
        headers.forEach((name, value) -> {
            if (!value.equals("none")) {
                builder.header(name, value);
            }
        });
        var publisher =
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        var response = client.send(
                builder.method(request.method(), publisher).build(), HttpResponse.BodyHandlers.ofByteArray());
        return new Heard(url, body, response.statusCode(), response);
    }

    /// @throws AssertionError when it is not what was expected
    public void compare(HttpTranscript.Answer expected, Heard heard) {
        if (expected.status() != heard.status()) {
            throw new AssertionError(
                    "expected " + expected.status() + " but was " + heard.status() + ": " + heard.body());
        }
        expected.headers()
                .forEach((name, value) -> likeness.text(
                        name, value, heard.response().headers().firstValue(name).orElse("")));
        var type = heard.response().headers().firstValue("Content-Type").orElse("");
        var body = expected.body();
        if (type.equals("application/json") && !body.isEmpty()) {
            likeness.json(body, heard.body());
        } else if (type.equals("application/xml") && !body.isEmpty()) {
            likeness.xml(body, heard.body());
        } else {
            likeness.text("body", body, heard.body().replace("\r\n", "\n").strip());
        }
    }
}
