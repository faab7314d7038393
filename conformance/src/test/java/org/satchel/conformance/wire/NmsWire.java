// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/// An NMS client of one box that takes answers as they come.
public final class NmsWire implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String server;
    private final String box;
    private final String authorization;

    public NmsWire(InetSocketAddress address, String user) {
        server = "http://" + address.getAddress().getHostAddress() + ":" + address.getPort();
        box = URLEncoder.encode(user, UTF_8);
        authorization =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + ServerProcess.PASSWORD).getBytes(UTF_8));
    }

    /// What came back.
    public record Answer(int status, HttpResponse<byte[]> response) {
        public byte[] bytes() {
            return response.body();
        }

        public JsonNode json() throws IOException {
            return JSON.readTree(response.body());
        }

        /// @throws AssertionError when it is not the one that was expected
        public Answer expect(int expected) {
            if (status != expected) {
                throw new AssertionError(response.request() + " was answered " + this);
            }
            return this;
        }

        @Override
        public String toString() {
            return status + " " + new String(response.body(), UTF_8);
        }
    }

    /// URL of something in the box, such as `objects`.
    public String url(String path) {
        return server + "/nms/v1/base/" + box + "/" + path;
    }

    public Answer get(String url) throws IOException {
        return send(request(url).GET().build());
    }

    /// @param header one more, with its value
    public Answer get(String url, String header, String value) throws IOException {
        return send(request(url).header(header, value).GET().build());
    }

    public Answer put(String url) throws IOException {
        return send(request(url).PUT(BodyPublishers.noBody()).build());
    }

    public Answer put(String url, String body) throws IOException {
        return send(request(url)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body))
                .build());
    }

    public Answer delete(String url) throws IOException {
        return send(request(url).DELETE().build());
    }

    public Answer post(String url, String body) throws IOException {
        return send(json(url, body));
    }

    /// @param type media type of the body
    public Answer post(String url, String type, byte[] body) throws IOException {
        return send(request(url)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    /// @param question `live` or `ready`
    public Answer health(String question) throws IOException {
        return get(server + "/health/" + question);
    }

    /// Uploads a whole message of its own.
    ///
    /// @param folder path, without a slash before it
    public Answer upload(String folder, Collection<String> flags, byte[] message) throws IOException {
        var names = flags.stream()
                .map(flag -> "\"" + flag.replace("\\", "\\\\") + "\"")
                .collect(Collectors.joining(","));
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes("""
                --b1
                Content-Disposition: form-data; name="root-fields"
                Content-Type: application/json

                {"object":{"parentFolderPath":"/%s","flags":{"flag":[%s]},"attributes":{"attribute":[]}}}
                --b1
                Content-Disposition: form-data; name="attachments"; filename="message.eml"
                Content-Type: message/rfc822

                """.formatted(folder, names).replace("\n", "\r\n").getBytes(UTF_8));
        bytes.writeBytes(message);
        bytes.writeBytes("\r\n--b1--\r\n".getBytes(UTF_8));
        return send(request(url("objects"))
                .header("Content-Type", "multipart/form-data; boundary=b1")
                .POST(BodyPublishers.ofByteArray(bytes.toByteArray()))
                .build());
    }

    /// All objects of the box, page by page.
    public List<JsonNode> everything() throws IOException {
        var objects = new ArrayList<JsonNode>();
        var cursor = "";
        do {
            var from = cursor.isEmpty() ? "" : ",\"fromCursor\":\"" + cursor + "\"";
            var answer =
                    post(url("objects/operations/search"), "{\"selectionCriteria\":{\"maxEntries\":1000" + from + "}}");
            if (answer.status() == 204) {
                return objects;
            }
            var page = answer.expect(200).json().path("objectList");
            page.path("object").forEach(objects::add);
            cursor = page.path("cursor").asText("");
        } while (!cursor.isEmpty());
        return objects;
    }

    /// Opens a long-polling channel and subscribes it to the box.
    ///
    /// @return where to poll
    public String listen() throws IOException {
        var channel = openChannel().expect(201).json().path("notificationChannel");
        subscribe(channel.path("callbackURL").asText()).expect(201);
        return channel.path("channelData").path("channelURL").asText();
    }

    /// Opens a long-polling channel that brings one list at a time.
    public Answer openChannel() throws IOException {
        return post(server + "/notificationchannel/v1/" + box + "/channels", """
                {"notificationChannel":{"channelType":"LongPolling","channelData":{"maxNotifications":1},
                 "channelLifetime":3600}}""");
    }

    /// Subscribes to the box.
    ///
    /// @param callback where the lists go
    public Answer subscribe(String callback) throws IOException {
        return post(url("subscriptions"), """
                {"nmsSubscription":{"callbackReference":{"notifyURL":"%s","notificationFormat":"JSON"},"duration":3600}}
                """.formatted(callback));
    }

    /// Begins a poll.
    public CompletableFuture<Answer> poll(String channel) {
        return http.sendAsync(json(channel, "{\"longPollingRequestParameters\":null}"), BodyHandlers.ofByteArray())
                .thenApply(response -> new Answer(response.statusCode(), response));
    }

    /// Polls and waits for the answer.
    public Answer pollNow(String channel) throws IOException {
        return post(channel, "{\"longPollingRequestParameters\":null}");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpRequest json(String url, String body) {
        return request(url)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(here(url))
                .timeout(TIMEOUT)
                .header("Authorization", authorization)
                .header("Accept", "application/json");
    }

    /// URLs that a server gives out begin with its public name, behind which there may be several; this client talks
    /// to the one it was made for.
    private URI here(String url) {
        var given = URI.create(url);
        var query = given.getRawQuery();
        return URI.create(server + given.getRawPath() + (query == null ? "" : "?" + query));
    }

    private Answer send(HttpRequest request) throws IOException {
        try {
            var response = http.send(request, BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
