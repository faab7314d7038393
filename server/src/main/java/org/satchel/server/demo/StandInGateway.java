// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Pattern;

/// A Push Proxy Gateway on loopback that accepts every push and keeps it.
// WAP-247 PAP
final class StandInGateway implements AutoCloseable {
    private static final int BODY_BYTES_MAX = 64 * 1024;
    private static final Pattern PUSH_ID = Pattern.compile("push-id=\"([^\"]*)\"");

    private final HttpServer server;
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>(10_000);

    StandInGateway() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/pap", this::take);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/pap";
    }

    /// The pushes that came, as texts.
    BlockingQueue<String> received() {
        return received;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readNBytes(BODY_BYTES_MAX), StandardCharsets.UTF_8);
            var id = PUSH_ID.matcher(body);
            var answer = """
                    <?xml version="1.0"?>
                    <!DOCTYPE pap PUBLIC "-//WAPFORUM//DTD PAP 1.0//EN" "http://www.wapforum.org/DTD/pap_1.0.dtd">
                    <pap><push-response push-id="%s"><response-result code="1001" desc="accepted"/></push-response></pap>
                    """.formatted(id.find() ? id.group(1) : "").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/xml");
            exchange.sendResponseHeaders(202, answer.length);
            exchange.getResponseBody().write(answer);
            received.add(body);
        }
    }
}
