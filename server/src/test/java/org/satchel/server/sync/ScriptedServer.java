// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.sync;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/// A server that answers what it is told to, written from the protocol alone. Its URLs name a host that is not there,
/// as
/// those of a server behind another do.
final class ScriptedServer implements AutoCloseable {
    static final String BOX = "tel:+15550100001";

    private static final String BASE = "https://nms.example.net/nms/v1/base/tel%3A%2B15550100001";
    private static final int POLL_MILLIS = 20;
    private static final int POLL_TURNS_MAX = 1_000;

    private final HttpServer http;
    /// What is asked next is answered so instead, by the end of its path.
    private final Map<String, Deque<Answer>> instead = new ConcurrentHashMap<>();
    private final BlockingDeque<Told> lists = new LinkedBlockingDeque<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> objects = new TreeMap<>();
    /// A poll waits until another one comes, or its client asks for something else.
    private final AtomicInteger polls = new AtomicInteger();

    private volatile int next = 1;

    /// @param retryAfter empty = none
    private record Answer(int status, String retryAfter, String body) {}

    private record Told(int index, String document) {}

    ScriptedServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", this::handle);
        http.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /// Everything that was asked: method, end of the path, body.
    List<String> asked() {
        return List.copyOf(asked);
    }

    List<String> asked(String what) {
        return asked.stream().filter(line -> line.startsWith(what)).toList();
    }

    synchronized void put(String id, int modSeq) {
        objects.put(id, modSeq);
    }

    synchronized void remove(String id) {
        objects.remove(id);
    }

    void insteadOf(String path, int status, String retryAfter, String body) {
        instead.computeIfAbsent(path, _ -> new ArrayDeque<>()).add(new Answer(status, retryAfter, body));
    }

    /// The next list.
    ///
    /// @param events JSON, separated by commas
    void tell(int index, String token, String events) {
        lists.add(new Told(index, """
                {"nmsEventList":{"index":%d,"restartToken":"%s","nmsEvent":[%s],
                 "link":[{"rel":"NmsSubscription","href":"%s/subscriptions/s-1"}]}}
                """.formatted(index, token, events, BASE)));
    }

    static String changed(String id, int modSeq) {
        return "{\"changedObject\":{\"resourceURL\":\"" + BASE + "/objects/" + id + "\",\"lastModSeq\":" + modSeq
                + "}}";
    }

    static String deleted(String id, int modSeq) {
        return "{\"deletedObject\":{\"resourceURL\":\"" + BASE + "/objects/" + id + "\",\"lastModSeq\":" + modSeq
                + "}}";
    }

    @Override
    public void close() {
        http.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var end = path.substring(path.lastIndexOf('/') + 1);
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            polls.incrementAndGet();
            asked.add((exchange.getRequestMethod() + " " + end + " " + body).strip());
            var other = instead.getOrDefault(end, new ArrayDeque<>()).poll();
            var answer =
                    other != null ? other : new Answer(200, "", usual(exchange.getRequestMethod(), path, end, body));
            if (!answer.retryAfter().isEmpty()) {
                exchange.getResponseHeaders().add("Retry-After", answer.retryAfter());
            }
            var bytes = answer.body().getBytes(UTF_8);
            boolean missing = bytes.length == 0 && answer.status() == 200;
            exchange.sendResponseHeaders(missing ? 404 : answer.status(), bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return empty = 404
    private String usual(String method, String path, String end, String body) throws InterruptedException {
        return switch (end) {
            case "channels" -> """
                    {"notificationChannel":{"resourceURL":"https://nc.example.net/nc/c-1",
                     "callbackURL":"https://nc.example.net/cb/c-1",
                     "channelData":{"channelURL":"https://nc.example.net/nc/poll-1"}}}""";
            case "channelLifetime" -> "{\"notificationChannelLifetime\":{\"channelLifetime\":\"3600\"}}";
            case "subscriptions", "s-1" -> method.equals("DELETE") ? "{}" : """
                    {"nmsSubscription":{"resourceURL":"%s/subscriptions/s-1","index":"%d","restartToken":"now",
                     "duration":3600}}""".formatted(BASE, next);
            case "search" -> path.contains("/folders/") ? folders() : search(body);
            case "poll-1" -> poll();
            case "payload" -> "payload of " + path.split("/")[6];
            default -> object(end);
        };
    }

    private String poll() throws InterruptedException {
        int mine = polls.incrementAndGet();
        Told list = null;
        for (int i = 0; list == null && polls.get() == mine && i < POLL_TURNS_MAX; i++) {
            list = lists.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
        if (list != null && polls.get() != mine) {
            // Nobody waits here any more.
            lists.addFirst(list);
            list = null;
        }
        if (list != null) {
            next = list.index() + 1;
        }
        return "{\"notificationList\":[" + (list == null ? "" : list.document()) + "]}";
    }

    private static String folders() {
        return """
                {"folderList":{"folder":[{"resourceURL":"%s/folders/f-1","name":"main","path":"/main"}]}}""".formatted(BASE);
    }

    /// Two on a page; the cursor is the first that follows.
    private synchronized String search(String body) {
        var from = body.replaceAll("(?s).*\"fromCursor\":\"([^\"]*)\".*|.*", "$1");
        var rest =
                objects.keySet().stream().filter(id -> id.compareTo(from) >= 0).toList();
        var page = rest.stream().limit(2).map(this::shown).collect(Collectors.joining(","));
        var cursor = rest.size() > 2 ? ",\"cursor\":\"" + rest.get(2) + "\"" : "";
        return "{\"objectList\":{\"object\":[" + page + "]" + cursor + "}}";
    }

    private synchronized String object(String id) {
        return objects.containsKey(id) ? "{\"object\":" + shown(id) + "}" : "";
    }

    private String shown(String id) {
        return """
                {"resourceURL":"%s/objects/%s","lastModSeq":%d,"parentFolder":"%s/folders/f-1","path":"/main/%s",
                 "payloadURL":"%s/objects/%s/payload","attributes":{"attribute":[]}}""".formatted(BASE, id, objects.get(id), BASE, id, BASE, id).replace("\n", "");
    }
}
