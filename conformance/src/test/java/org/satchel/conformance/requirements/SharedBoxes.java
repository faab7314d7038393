// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.requirements;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.Deposit;
import org.satchel.model.Folder;
import org.satchel.model.FolderPath;
import org.satchel.model.Grant;
import org.satchel.model.MessageBox;
import org.satchel.model.MessageStore;
import org.satchel.model.ObjectId;
import org.satchel.model.Right;
import org.satchel.model.SeekingFinder;
import org.satchel.model.memory.MemoryStore;
import org.satchel.model.share.Shares;
import org.satchel.model.state.BoxSettings;
import org.satchel.nms.NmsServer;
import org.satchel.nms.settings.Caller;
import org.satchel.nms.settings.Credentials;
import org.satchel.nms.settings.Login;
import org.satchel.nms.settings.NmsSettings;
import org.satchel.nms.settings.Surroundings;
import org.satchel.push.PushLimits;
import org.satchel.push.Subscriptions;
import org.satchel.push.nodes.Nodes;

/// Boxes of several users in memory, a clock that stands until it is told to go, and NMS servers over them whose clocks
/// may be wrong.
final class SharedBoxes implements AutoCloseable {
    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-03T08:00:00Z"));
    final MessageStore store = new MemoryStore(BoxSettings.STANDARD.withClock(now::get));
    final Shares shares = new Shares(store, now::get);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<NmsServer> servers = new ArrayList<>();

    record Answer(int status, String body) {}

    void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    /// One more server.
    ///
    /// @param fast how far its clock is ahead
    NmsServer serve(Duration fast) {
        InstantSource clock = () -> now.get().plus(fast);
        var random = new SecureRandom();
        var nodes = Nodes.alone(store.registry(), random);
        var server = new NmsServer(
                NmsSettings.plain(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                new Surroundings(
                        store,
                        new Shares(store, clock),
                        new SeekingFinder(1 << 20),
                        new Subscriptions(store, PushLimits.DEFAULT, clock, random, nodes),
                        SharedBoxes::login,
                        address -> Optional.of(new BoxId(address)),
                        Optional::empty,
                        clock));
        server.start();
        servers.add(server);
        return server;
    }

    private static Login.Verdict login(Credentials credentials, InetAddress remote) {
        return switch (credentials) {
            case Credentials.Basic(var user, var _) -> new Login.Verdict.Good(Caller.owner(new BoxId(user)));
            case Credentials _ -> new Login.Verdict.Wrong();
        };
    }

    MessageBox box(String owner) {
        var id = new BoxId(owner);
        return store.find(id).orElseGet(() -> store.create(id));
    }

    Folder folder(String owner, String path) {
        var box = box(owner);
        if (box.view().folder(new FolderPath(path)).isEmpty()) {
            box.write(Actor.owner(box.id()), tx -> tx.createFolder(new FolderPath(path)));
        }
        return box.view().folder(new FolderPath(path)).orElseThrow();
    }

    ObjectId deposit(String owner, String path, String text) {
        var folder = folder(owner, path);
        var box = box(owner);
        var message = "From: <tel:+15550100042>\r\nSubject: " + text + "\r\nContent-Type: text/plain\r\n\r\n" + text;
        var made = new AtomicReference<ObjectId>();
        try (var draft = box.draft(new ByteArrayInputStream(message.getBytes(UTF_8)), 1 << 20)) {
            box.write(
                    Actor.owner(box.id()),
                    tx -> made.set(tx.deposit(folder.id(), draft, Deposit.PLAIN).object()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return made.get();
    }

    void grant(String owner, String path, String grantee, String rights, @Nullable Instant end) {
        var box = box(owner);
        var folder = folder(owner, path).id();
        var grant = new Grant(folder, grantee, Right.parse(rights), end);
        shares.grant(box, Actor.owner(box.id()), folder, grantee, present -> grant);
    }

    static String url(NmsServer server, String owner, String path) {
        return server.base() + "/nms/v1/base/" + URLEncoder.encode(owner, UTF_8) + "/" + path;
    }

    Answer get(String user, String url) {
        return send(request(user, url).GET());
    }

    Answer put(String user, String url) {
        return send(request(user, url).PUT(BodyPublishers.noBody()));
    }

    Answer delete(String user, String url) {
        return send(request(user, url).DELETE());
    }

    Answer post(String user, String url, String json) {
        return send(
                request(user, url).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    /// Uploads a message into a folder.
    Answer upload(String user, String url, String path, String text) {
        var form = """
                --b1
                Content-Disposition: form-data; name="root-fields"
                Content-Type: application/json

                {"object":{"parentFolderPath":"/%s","attributes":{"attribute":[]}}}
                --b1
                Content-Disposition: form-data; name="attachments"; filename="message.eml"
                Content-Type: message/rfc822

                Subject: %s

                text
                --b1--
                """.formatted(path, text).replace("\n", "\r\n");
        return send(request(user, url)
                .header("Content-Type", "multipart/form-data; boundary=b1")
                .POST(BodyPublishers.ofString(form)));
    }

    private static HttpRequest.Builder request(String user, String url) {
        var credentials = Base64.getEncoder().encodeToString((user + ":secret").getBytes(UTF_8));
        return HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofMinutes(1))
                .header("Accept", "application/json")
                .header("Authorization", "Basic " + credentials);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        servers.forEach(NmsServer::close);
        http.shutdownNow();
        store.close();
    }
}
