// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.nms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class HttpConnectionTest {
    private static final String LONG = "0123456789".repeat(20_000);

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        answer("/sized", 200, LONG, LONG.length());
        answer("/chunked", 201, LONG, 0);
        answer("/empty", 204, "", -1);
        server.createContext("/echo", exchange -> {
            var body = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/who", exchange -> {
            var who = exchange.getRequestHeaders().getFirst("Authorization").getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, who.length);
            exchange.getResponseBody().write(who);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void answers_of_all_framings_follow_each_other_on_one_connection() throws IOException {
        try (var connection = new HttpConnection(server.getAddress(), "Basic eA==")) {
            for (int i = 0; i < 3; i++) {
                assertThat(connection.get("/sized")).isEqualTo(new HttpConnection.Answer(200, LONG));
                assertThat(connection.get("/chunked")).isEqualTo(new HttpConnection.Answer(201, LONG));
                assertThat(connection.get("/empty")).isEqualTo(new HttpConnection.Answer(204, ""));
            }
            var body = "Grüße".getBytes(StandardCharsets.UTF_8);
            assertThat(connection.post("/echo", "text/plain", body).body()).isEqualTo("Grüße");
            assertThat(connection.get("/who").body()).isEqualTo("Basic eA==");
        }
    }

    @Test
    void a_request_is_sent_now_and_its_answer_read_later_whatever_address_it_comes_from() throws IOException {
        server.createContext("/from", exchange -> {
            var from = exchange.getRemoteAddress().getAddress().getHostAddress().getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, from.length);
            exchange.getResponseBody().write(from);
            exchange.close();
        });
        try (var one = new HttpConnection(server.getAddress(), "", new InetSocketAddress("127.0.0.7", 0));
                var other = new HttpConnection(server.getAddress(), "", new InetSocketAddress("127.0.0.8", 0))) {
            one.send("/from", "text/plain", new byte[0]);
            other.send("/from", "text/plain", new byte[0]);

            assertThat(other.answer().body()).isEqualTo("127.0.0.8");
            assertThat(one.answer().body()).isEqualTo("127.0.0.7");
        }
    }

    @Test
    void nobody_there_is_told_with_the_address() throws IOException {
        var gone = server.getAddress();
        server.stop(0);
        assertThatThrownBy(() -> new HttpConnection(gone, "x").close())
                .hasMessageContaining(String.valueOf(gone.getPort()));
    }

    private void answer(String path, int status, String body, long length) {
        server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(status, length);
            exchange.getResponseBody().write(body.getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
    }
}
