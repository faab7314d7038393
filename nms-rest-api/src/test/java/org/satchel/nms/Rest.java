// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.satchel.engines.TestEngine;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.Deposit;
import org.satchel.model.Flags;
import org.satchel.model.FolderPath;
import org.satchel.model.MessageBox;
import org.satchel.model.MessageStore;
import org.satchel.model.ObjectId;
import org.satchel.nms.contract.Contract;
import org.satchel.nms.settings.NmsSettings;
import org.satchel.push.PushDevices;
import org.satchel.push.SubscriptionId;
import org.satchel.push.Target;
import org.satchel.push.nodes.Nodes;
import org.satchel.push.webpush.WebPush;

/// A server over a store of the chosen engine with two accounts, and a client that talks to it.
final class Rest implements AutoCloseable {
    static final BoxId ANN = new BoxId("tel:+15550100001");
    static final BoxId BEN = new BoxId("tel:+15550100042");
    static final String PASSWORD = "p:w";
    static final ObjectMapper MAPPER = new ObjectMapper();

    private static final AtomicInteger BOXES = new AtomicInteger();

    BoxId ann = ANN;
    final MessageStore store;
    final NmsServer server;
    private final Running running;
    final Contract contract;
    HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    Rest() {
        this(loopback(), TestEngine.fresh());
    }

    Rest(NmsSettings settings) {
        this(settings, TestEngine.fresh());
    }

    Rest(NmsSettings settings, MessageStore store) {
        this(settings, store, Nodes.alone(store.registry(), new SecureRandom()));
    }

    /// One of several nodes over a store.
    Rest(NmsSettings settings, MessageStore store, Nodes nodes) {
        this(settings, store, nodes, InstantSource.system());
    }

    Rest(NmsSettings settings, MessageStore store, Nodes nodes, InstantSource clock) {
        this(settings, store, nodes, clock, null);
    }

    /// With native channels.
    Rest(NmsSettings settings, MessageStore store, WebPush webPush) {
        this(settings, store, Nodes.alone(store.registry(), new SecureRandom()), InstantSource.system(), webPush);
    }

    private Rest(
            NmsSettings settings, MessageStore store, Nodes nodes, InstantSource clock, @Nullable WebPush webPush) {
        this.store = store;
        for (var id : Set.of(ANN, BEN)) {
            if (store.find(id).isEmpty()) {
                store.create(id);
            }
        }
        running = new Running(settings, store, clock, nodes, webPush);
        server = running.server;
        contract = Contract.of(server.openApi(), server.base().toString());
    }

    static NmsSettings loopback() {
        return NmsSettings.plain(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    MessageBox box() {
        return store.open(ann);
    }

    /// Ann is somebody else from now on, with an empty box and no channels: for tests that share a server.
    void clear() {
        ann = new BoxId("tel:+1555020" + (1000 + BOXES.incrementAndGet()));
        store.create(ann);
    }

    /// Registers a device of Ann's that is woken by push, as the operator does.
    SubscriptionId device(String instance) {
        var device = new Target.PushDevice(instance, "gateway", "WAPPUSH=+15550100001/TYPE=PLMN@ppg.example.net");
        return new PushDevices(running.subscriptions).register(ann, device).id();
    }

    /// URL of something in Ann's box.
    String url(String path) {
        return server.base() + "/nms/v1/base/" + ann.text().replace(":", "%3A").replace("+", "%2B") + path;
    }

    String channels() {
        return server.base() + "/notificationchannel/v1/"
                + ann.text().replace(":", "%3A").replace("+", "%2B") + "/channels";
    }

    HttpRequest.Builder request(String url) {
        var user = ann.text() + ":" + PASSWORD;
        return HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofMinutes(2))
                .header("Accept", "application/json")
                .header("Authorization", basic(user));
    }

    /// The same request from Ben, who is a guest at most.
    static HttpRequest asBen(HttpRequest request) {
        return HttpRequest.newBuilder(request, (name, value) -> !name.equals("Authorization"))
                .header("Authorization", basic(BEN.text() + ":" + PASSWORD))
                .build();
    }

    static String basic(String user) {
        return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    Answer send(HttpRequest request) {
        try {
            return answer(client.send(request, HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    CompletableFuture<Answer> sendAsync(HttpRequest request) {
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                .thenApply(this::answer);
    }

    /// What came back, once it is found to be what the server says that it answers.
    private Answer answer(HttpResponse<byte[]> response) {
        contract.check(response);
        return new Answer(response);
    }

    Answer get(String url) {
        return send(request(url).GET().build());
    }

    Answer delete(String url) {
        return send(request(url).DELETE().build());
    }

    Answer post(String url, String json) {
        return send(json(url, "POST", json));
    }

    Answer put(String url, String json) {
        return send(json(url, "PUT", json));
    }

    HttpRequest json(String url, String method, String json) {
        return request(url)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json))
                .build();
    }

    /// Creates an object out of root fields and further parts, each with its headers.
    Answer upload(String rootFields, Part... parts) {
        return send(uploadRequest(form(rootFields, parts)));
    }

    HttpRequest uploadRequest(byte[] form) {
        return request(url("/objects"))
                .header("Content-Type", "multipart/form-data; boundary=b1")
                .POST(HttpRequest.BodyPublishers.ofByteArray(form))
                .build();
    }

    static byte[] form(String rootFields, Part... parts) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(ascii("--b1\r\nContent-Disposition: form-data; name=\"root-fields\"\r\n"
                + "Content-Type: application/json\r\n\r\n" + rootFields));
        for (var part : parts) {
            out.writeBytes(ascii("\r\n--b1\r\n" + part.headers() + "\r\n"));
            out.writeBytes(part.body());
        }
        out.writeBytes(ascii("\r\n--b1--\r\n"));
        return out.toByteArray();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Writes to Ann's box behind the back of the server, as another front end would.
    ObjectId deposit(String folder, byte[] message, Flags flags) {
        var box = box();
        var made = new AtomicReference<ObjectId>();
        try (var draft = box.draft(new ByteArrayInputStream(message), 1 << 24)) {
            box.write(Actor.owner(box.id()), tx -> {
                var path = new FolderPath(folder);
                var id = tx.folder(path).orElseGet(() -> tx.createFolder(path)).id();
                made.set(tx.deposit(id, draft, Deposit.flagged(flags)).object());
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return made.get();
    }

    ObjectId deposit(String folder, String message) {
        return deposit(folder, ascii(message), Flags.NONE);
    }

    /// Makes a long-polling channel with one list per answer.
    Channel channel() {
        return channel(1);
    }

    Channel channel(int maxNotifications) {
        return channel("LongPolling", maxNotifications, 86400);
    }

    Channel channel(String type, int maxNotifications, int lifetime) {
        var made = post(channels(), """
                {"notificationChannel":{"applicationTag":"","channelData":{"maxNotifications":%d},
                 "channelLifetime":%d,"channelType":"%s","clientCorrelator":""}}""".formatted(maxNotifications, lifetime, type));
        if (made.status() != 201) {
            throw new AssertionError(made.status() + made.text());
        }
        return Channel.of(made);
    }

    /// Subscribes and answers with the subscription.
    JsonNode subscribe(String notifyUrl, String moreMembers) {
        var made = post(url("/subscriptions"), subscription(notifyUrl, moreMembers));
        if (made.status() != 201) {
            throw new AssertionError(made.status() + made.text());
        }
        return made.json().get("nmsSubscription");
    }

    static String subscription(String notifyUrl, String moreMembers) {
        return """
                {"nmsSubscription":{"callbackReference":{"notifyURL":"%s","notificationFormat":"JSON"},
                 "clientCorrelator":"","duration":86400%s}}""".formatted(notifyUrl, moreMembers);
    }

    /// One poll, to its end.
    JsonNode poll(Channel channel) {
        return lists(send(pollRequest(channel)));
    }

    HttpRequest pollRequest(Channel channel) {
        return json(channel.pollUrl(), "POST", "{\"longPollingRequestParameters\":null}");
    }

    static JsonNode lists(Answer answer) {
        if (answer.status() != 200) {
            throw new AssertionError(answer.status() + answer.text());
        }
        return answer.json().get("notificationList");
    }

    /// URLs of a channel.
    ///
    /// @param pollUrl where it is read, by a WebSocket too
    record Channel(String callbackUrl, String pollUrl, String resourceUrl) {
        static Channel of(Answer made) {
            var channel = made.json().get("notificationChannel");
            return new Channel(
                    channel.get("callbackURL").textValue(),
                    channel.at("/channelData/channelURL").textValue(),
                    channel.get("resourceURL").textValue());
        }
    }

    /// Root fields of a chat message.
    static String chat(String id, String text) {
        return """
                {"object":{"correlationId":"%s","attributes":{"attribute":[
                 {"name":"Date","value":["2024-05-01T08:20:00Z"]},
                 {"name":"Message-Context","value":["chat-message"]},
                 {"name":"Direction","value":["In"]},
                 {"name":"From","value":["tel:+15550100042"]},
                 {"name":"To","value":["tel:+15550100001"]},
                 {"name":"Conversation-ID","value":["conv-55"]},
                 {"name":"Contribution-ID","value":["contr-55-1"]},
                 {"name":"TextContent","value":["%s"]}]}}}""".formatted(id, text);
    }

    static Part attachment(String type, String name, byte[] bytes) {
        return new Part(
                "Content-Disposition: form-data;name=\"attachments\";filename=\"" + name + "\"\r\nContent-Type: " + type
                        + "\r\n",
                bytes);
    }

    @Override
    public void close() {
        client.shutdownNow();
        running.close();
        client.close();
    }

    /// One part of a form: header lines, each with its line end, and bytes.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Part(String headers, byte[] body) {
        Part(String headers, String body) {
            this(headers, ascii(body));
        }
    }

    /// What came back.
    record Answer(int status, HttpResponse<byte[]> response) {
        Answer(HttpResponse<byte[]> response) {
            this(response.statusCode(), response);
        }

        byte[] bytes() {
            return response.body();
        }

        String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        JsonNode json() {
            try {
                return MAPPER.readTree(response.body());
            } catch (IOException e) {
                throw new UncheckedIOException(text(), e);
            }
        }

        /// URL in the reference of a creation.
        String created() {
            if (status != 201) {
                throw new AssertionError("not created: " + status + " " + text());
            }
            return json().at("/reference/resourceURL").textValue();
        }
    }
}
