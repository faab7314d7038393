// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// An NMS client of one box that keeps a transcript of what was said.
final class NmsPhone implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int SHOWN_LENGTH_MAX = 300;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();
    private final List<String> transcript = new ArrayList<>();
    private final String server;
    private final String box;
    private final String authorization;

    NmsPhone(InetSocketAddress address, String user, String password) {
        server = "http://" + address.getHostString() + ":" + address.getPort();
        box = URLEncoder.encode(user, StandardCharsets.UTF_8);
        authorization =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    List<String> transcript() {
        return transcript;
    }

    /// Opens a long-polling channel and subscribes it to the box.
    ///
    /// @return where to poll
    URI listen() throws IOException, InterruptedException {
        var channel = post(
                        URI.create(server + "/notificationchannel/v1/" + box + "/channels"),
                        "{\"notificationChannel\":{\"channelType\":\"LongPolling\",\"channelData\":{\"maxNotifications\":10},"
                                + "\"channelLifetime\":3600}}")
                .path("notificationChannel");
        post(
                inBox("subscriptions"),
                "{\"nmsSubscription\":{\"callbackReference\":{\"notifyURL\":\""
                        + channel.path("callbackURL").asText()
                        + "\",\"notificationFormat\":\"JSON\"},\"duration\":3600}}");
        return URI.create(channel.path("channelData").path("channelURL").asText());
    }

    /// One poll; waits for news.
    JsonNode poll(URI channel) throws IOException, InterruptedException {
        return post(channel, "{\"longPollingRequestParameters\":null}").path("notificationList");
    }

    /// All objects of the box, page by page.
    List<JsonNode> everything() throws IOException, InterruptedException {
        var objects = new ArrayList<JsonNode>();
        var cursor = "";
        do {
            var from = cursor.isEmpty() ? "" : ",\"fromCursor\":\"" + cursor + "\"";
            var page = post(
                            inBox("objects/operations/search"),
                            "{\"selectionCriteria\":{\"maxEntries\":100" + from + "}}")
                    .path("objectList");
            page.path("object").forEach(objects::add);
            cursor = page.path("cursor").asText("");
        } while (!cursor.isEmpty());
        return objects;
    }

    /// The stored bytes of an object, exactly.
    byte[] content(JsonNode object) throws IOException, InterruptedException {
        var uri = URI.create(object.path("resourceURL").asText() + "/content");
        var answer = http.send(request(uri).GET().build(), BodyHandlers.ofByteArray());
        check(answer, "GET " + uri.getPath());
        return answer.body();
    }

    @Override
    public void close() {
        http.close();
    }

    private URI inBox(String path) {
        return URI.create(server + "/nms/v1/base/" + box + "/" + path);
    }

    private JsonNode post(URI uri, String body) throws IOException, InterruptedException {
        var request = request(uri)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        transcript.add("> POST " + uri.getPath());
        var answer = http.send(request, BodyHandlers.ofString());
        check(answer, "POST " + uri.getPath());
        var shown = answer.body();
        transcript.add("< " + answer.statusCode() + " "
                + (shown.length() <= SHOWN_LENGTH_MAX ? shown : shown.substring(0, SHOWN_LENGTH_MAX) + " …"));
        return answer.body().isEmpty() ? json.createObjectNode() : json.readTree(answer.body());
    }

    private HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header("Authorization", authorization)
                .header("Accept", "application/json");
    }

    private static void check(HttpResponse<?> answer, String what) throws IOException {
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(what + " was answered " + answer.statusCode());
        }
    }
}
