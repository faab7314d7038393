// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.outside;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class GuardedPostTest {
    private static final Network LOOPBACK = Network.parse("127.0.0.0/8");
    private static final Duration LONG = Duration.ofSeconds(10);

    @TempDir
    static Path folder;

    private static SSLContext tls;
    private static HttpsServer server;
    private static final Queue<String> received = new ConcurrentLinkedQueue<>();
    private final Queue<String> lookedUp = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void open() throws IOException, InterruptedException {
        tls = SelfSigned.context(folder, "dns:client.example.net");
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", GuardedPostTest::handle);
        server.start();
    }

    @AfterAll
    static void close() {
        server.stop(0);
    }

    @AfterEach
    void forget() {
        received.clear();
    }

    private static void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            received.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Host") + " "
                    + exchange.getRemoteAddress().getPort() + " " + body);
            if (exchange.getRequestURI().getPath().equals("/moved")) {
                exchange.getResponseHeaders().set("Location", "/elsewhere");
                exchange.sendResponseHeaders(307, -1);
            } else {
                exchange.sendResponseHeaders(200, 2);
                exchange.getResponseBody().write("ok".getBytes(UTF_8));
            }
        }
    }

    private static Reach everywhere(Network... networks) {
        return new Reach(Reach.Hosts.PUBLIC, Set.of(), List.of(networks));
    }

    /// All names lead to loopback.
    private GuardedPost post(Reach reach, Duration requestMax) {
        return new GuardedPost(reach, requestMax, this::resolve, tls.getSocketFactory());
    }

    private List<InetAddress> resolve(String host) throws UnknownHostException {
        lookedUp.add(host);
        if (host.equals("nowhere.example.net")) {
            throw new UnknownHostException(host);
        }
        return List.of(InetAddress.ofLiteral("127.0.0.1"));
    }

    private static Place place(GuardedPost post, String path) {
        return place(post, "client.example.net", server.getAddress().getPort(), path);
    }

    private static Place place(GuardedPost post, String host, int port, String path) {
        return post.place("https://" + host + ":" + port + path).orElseThrow();
    }

    @Test
    void a_post_arrives_as_it_was_sent() throws Exception {
        try (var post = post(everywhere(LOOPBACK), LONG)) {
            var answer = post.post(place(post, "/cb%20x?y=1"), Map.of("X-One", "1"), "hello".getBytes(UTF_8));
            assertThat(answer.status()).isEqualTo(200);
        }
        int port = server.getAddress().getPort();
        assertThat(received)
                .singleElement()
                .asString()
                .matches("/cb%20x\\?y=1 client\\.example\\.net:" + port + " [0-9]+ hello");
    }

    @Test
    void a_name_that_leads_to_our_own_network_is_not_connected_to() {
        try (var post = post(everywhere(), LONG)) {
            var place = place(post, "/cb");
            assertThatThrownBy(() -> post.post(place, Map.of(), new byte[0]))
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessageContaining("nowhere that may be posted to");
        }
        assertThat(received).isEmpty();
    }

    @Test
    void what_was_looked_at_is_connected_to_however_the_name_server_answers_next() throws Exception {
        // The second answer would be one that is not admitted, the first is one that is.
        Resolver rebinding = host -> {
            lookedUp.add(host);
            return List.of(InetAddress.ofLiteral(lookedUp.size() == 1 ? "127.0.0.1" : "10.0.0.1"));
        };
        try (var post = new GuardedPost(everywhere(LOOPBACK), LONG, rebinding, tls.getSocketFactory())) {
            assertThat(post.post(place(post, "/cb"), Map.of(), new byte[0]).status())
                    .isEqualTo(200);
            assertThat(lookedUp).containsExactly("client.example.net");
        }
    }

    @Test
    void of_several_addresses_only_those_that_are_admitted_are_tried() throws Exception {
        Resolver mixed = _ -> List.of(
                InetAddress.ofLiteral("10.0.0.1"),
                InetAddress.ofLiteral("169.254.169.254"),
                InetAddress.ofLiteral("127.0.0.1"));
        try (var post = new GuardedPost(everywhere(LOOPBACK), LONG, mixed, tls.getSocketFactory())) {
            assertThat(post.post(place(post, "/cb"), Map.of(), new byte[0]).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_certificate_for_another_name_is_refused() {
        try (var post = post(everywhere(LOOPBACK), LONG)) {
            var place = place(post, "other.example.net", server.getAddress().getPort(), "/cb");
            assertThatThrownBy(() -> post.post(place, Map.of(), new byte[0])).isInstanceOf(SSLHandshakeException.class);
        }
        assertThat(received).isEmpty();
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_refused() {
        int port = server.getAddress().getPort();
        try (var post = new GuardedPost(Reach.listed(Set.of("https://127.0.0.1:" + port)), LONG)) {
            var place = place(post, "127.0.0.1", port, "/cb");
            assertThatThrownBy(() -> post.post(place, Map.of(), new byte[0])).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void a_redirect_is_an_answer_and_is_not_followed() throws Exception {
        try (var post = post(everywhere(LOOPBACK), LONG)) {
            assertThat(post.post(place(post, "/moved"), Map.of(), new byte[0]).status())
                    .isEqualTo(307);
        }
        assertThat(received).hasSize(1);
    }

    @Test
    void a_connection_is_used_again() throws Exception {
        try (var post = post(everywhere(LOOPBACK), LONG)) {
            post.post(place(post, "/cb"), Map.of(), "one".getBytes(UTF_8));
            post.post(place(post, "/cb"), Map.of(), "two".getBytes(UTF_8));
            assertThat(lookedUp).hasSize(1);
        }
        assertThat(received.stream().map(line -> line.split(" ")[2]).distinct()).hasSize(1);
    }

    @Test
    void a_connection_that_went_stale_is_made_afresh() throws Exception {
        try (var script = new Script("HTTP/1.1 204 x\r\n\r\n", "HTTP/1.1 204 x\r\n\r\n");
                var post = post(script.reach(), LONG)) {
            assertThat(post.post(script.place(post), Map.of(), new byte[0]).status())
                    .isEqualTo(204);
            assertThat(post.post(script.place(post), Map.of(), new byte[0]).status())
                    .isEqualTo(204);
            assertThat(script.connections).hasSize(2);
        }
    }

    @Test
    void an_answer_without_end_is_not_read_and_its_status_counts() throws Exception {
        var endless = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + "5\r\nabcde\r\n".repeat(20_000);
        try (var script = new Script(endless);
                var post = post(script.reach(), LONG)) {
            var answer = post.post(script.place(post), Map.of(), new byte[0]);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.reusable()).isFalse();
        }
    }

    @Test
    void who_does_not_answer_is_given_up_in_time() throws Exception {
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var reach = Reach.listed(Set.of("http://127.0.0.1:" + silent.getLocalPort()));
            try (var post = post(reach, Duration.ofMillis(200))) {
                var place =
                        post.place("http://127.0.0.1:" + silent.getLocalPort()).orElseThrow();
                assertThatThrownBy(() -> post.post(place, Map.of(), new byte[0]))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("no answer within PT0.2S");
            }
        }
    }

    @Test
    void a_host_without_an_address_is_a_failure_to_reach_it() {
        try (var post = post(everywhere(LOOPBACK), LONG)) {
            var place = place(post, "nowhere.example.net", 443, "/");
            assertThatThrownBy(() -> post.post(place, Map.of(), new byte[0])).isInstanceOf(UnknownHostException.class);
        }
    }

    @Test
    void a_header_value_cannot_begin_another_header() {
        try (var post = post(everywhere(LOOPBACK), LONG)) {
            var place = place(post, "/cb");
            assertThatThrownBy(() -> post.post(place, Map.of("X", "a\r\nY: b"), new byte[0]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /// A server in clear text that says one thing to each connection, and hangs up.
    private static final class Script implements AutoCloseable {
        final Queue<Integer> connections = new ConcurrentLinkedQueue<>();
        private final ServerSocket listening;

        Script(String... answers) throws IOException {
            listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(() -> {
                for (var answer : answers) {
                    try (var socket = listening.accept()) {
                        connections.add(socket.getPort());
                        say(socket, answer);
                    } catch (IOException hungUp) {
                        connections.add(-1);
                    }
                }
            });
        }

        private static void say(Socket socket, String answer) throws IOException {
            var head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n")) {
                head.append((char) socket.getInputStream().read());
            }
            socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
        }

        Reach reach() {
            return Reach.listed(Set.of(origin()));
        }

        Place place(GuardedPost post) {
            return post.place(origin() + "/cb").orElseThrow();
        }

        private String origin() {
            return "http://127.0.0.1:" + listening.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }
}
