// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.webpush;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/// A push service on loopback: takes letters over TLS, and answers as it was told to.
// RFC 8030 §5
public final class StubPushService implements AutoCloseable {
    private static final long SECONDS_MAX = 10;

    private final HttpsServer server;
    private final BlockingQueue<Taken> taken = new LinkedBlockingQueue<>();
    private final Queue<Says> answers = new ConcurrentLinkedQueue<>();

    /// One request, as it came.
    public static final class Taken {
        private final String path;
        private final Map<String, String> headers;
        private final byte[] body;

        private Taken(String path, Map<String, String> headers, byte[] body) {
            this.path = path;
            this.headers = headers;
            this.body = body;
        }

        public String path() {
            return path;
        }

        public Map<String, String> headers() {
            return headers;
        }

        public byte[] body() {
            return body;
        }
    }

    /// How a request is answered instead of with 201.
    ///
    /// @param retryAfter empty = none
    public record Says(int status, String retryAfter) {}

    public StubPushService(SSLContext tls) throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", this::handle);
        server.start();
    }

    public String origin() {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    public StubPushService answering(Says... instead) {
        answers.addAll(List.of(instead));
        return this;
    }

    public Taken next() throws InterruptedException {
        var next = taken.poll(SECONDS_MAX, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no letter within " + SECONDS_MAX + " s");
        }
        return next;
    }

    boolean isEmpty() {
        return taken.isEmpty();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = new HashMap<String, String>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            var body = exchange.getRequestBody().readAllBytes();
            taken.add(new Taken(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath(), headers, body));
            var says = answers.poll();
            if (says == null) {
                exchange.getResponseHeaders().set("Location", origin() + "/message/" + taken.size());
                exchange.sendResponseHeaders(201, -1);
            } else {
                if (!says.retryAfter.isEmpty()) {
                    exchange.getResponseHeaders().set("Retry-After", says.retryAfter);
                }
                var why = "because".getBytes(UTF_8);
                exchange.sendResponseHeaders(says.status, why.length);
                exchange.getResponseBody().write(why);
            }
        }
    }
}
