// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The page on which the interface is browsed, in a browser.
@Timeout(600)
final class DocsPageTest {
    private static final Pattern OPERATION = Pattern.compile("class=\"opblock opblock-(get|put|post|delete)\"");

    @TempDir
    private Path folder;

    @Test
    void the_page_shows_every_operation_without_a_complaint_and_asks_nobody_else() throws Exception {
        assumeTrue(Chromium.isAvailable(), Chromium.MISSING);
        try (var rest = new Rest();
                var browser = new Chromium(folder)) {
            var seen = browser.open(rest.server.base() + "/docs/");
            assertThat(seen.console()).isEmpty();
            assertThat(seen.elsewhere()).isEmpty();
            int operations = Rest.MAPPER
                    .readTree(rest.server.openApi())
                    .findValues("operationId")
                    .size();
            assertThat(OPERATION.matcher(seen.page()).results().count()).isEqualTo(operations);
            assertThat(seen.page()).contains("Shows the flags of an object.", "x-satchel");
        }
    }

    @Test
    void the_browser_tells_what_a_page_does_wrong() throws Exception {
        assumeTrue(Chromium.isAvailable(), Chromium.MISSING);
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                var page = "<script>no.such.thing()</script><img src='http://fonts.example.net/x.png'>".getBytes(UTF_8);
                exchange.sendResponseHeaders(200, page.length);
                exchange.getResponseBody().write(page);
            }
        });
        server.start();
        try (var browser = new Chromium(folder)) {
            var seen = browser.open("http://127.0.0.1:" + server.getAddress().getPort() + "/");
            assertThat(seen.console()).anyMatch(it -> it.contains("ReferenceError"));
            assertThat(seen.elsewhere()).anyMatch(it -> it.startsWith("GET http://fonts.example.net/x.png"));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void everybody_may_read_and_reads_again_only_what_has_changed() throws Exception {
        try (var rest = new Rest()) {
            for (var path : new String[] {"/openapi.json", "/docs/", "/docs/docs.js", "/docs/swagger-ui.css"}) {
                var first = get(rest, path, "none");
                assertThat(first.statusCode()).as(path).isEqualTo(200);
                assertThat(first.headers().firstValue("Content-Security-Policy").orElse(""))
                        .contains("default-src 'none'", "script-src 'self';");
                var tag = first.headers().firstValue("ETag").orElseThrow();
                assertThat(get(rest, path, tag).statusCode()).isEqualTo(304);
            }
            assertThat(get(rest, "/openapi.json", "none").body()).isEqualTo(rest.server.openApi());
            assertThat(get(rest, "/docs", "none").headers().firstValue("Location"))
                    .contains("docs/");
            var post = HttpRequest.newBuilder(URI.create(rest.server.base() + "/docs/"))
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            assertThat(rest.client
                            .send(post, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(405);
        }
    }

    @Test
    void an_operator_may_keep_it_to_himself() throws Exception {
        try (var rest = new Rest(Rest.loopback().withDocs(false))) {
            assertThat(get(rest, "/openapi.json", "none").statusCode()).isEqualTo(404);
            assertThat(get(rest, "/docs/", "none").statusCode()).isEqualTo(404);
        }
    }

    private static HttpResponse<byte[]> get(Rest rest, String path, String tag) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(rest.server.base() + path)).header("If-None-Match", tag);
        return rest.client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
