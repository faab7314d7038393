// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.nms;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.satchel.bench.nms.NewsWork.Way;

/// A server of somebody who subscribes with a URL of his own.
public final class Webhook implements AutoCloseable {
    private static final int BACKLOG = 128;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Ears> ears = new CopyOnWriteArrayList<>();

    private Webhook(HttpServer server) {
        this.server = server;
    }

    public static Webhook open() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        var webhook = new Webhook(server);
        server.createContext("/", webhook::take);
        server.setExecutor(webhook.threads);
        server.start();
        return webhook;
    }

    /// Scheme, host and port.
    public String place() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// @return the URL at which they hear
    String add(Ears listening) {
        synchronized (ears) {
            ears.add(listening);
            return place() + "/" + (ears.size() - 1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void take(HttpExchange exchange) throws IOException {
        long now = System.nanoTime();
        var to = ears.get(Integer.parseInt(exchange.getRequestURI().getPath().substring(1)));
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(204, -1);
            to.hear(Way.WEBHOOK, now, NmsChannels.indexOfList(body));
        } catch (IOException wrong) {
            to.fail(Way.WEBHOOK, wrong);
        }
    }
}
