// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.openapi;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.satchel.nms.http.Answers;
import org.satchel.nms.problem.Refusal;

/// The OpenAPI document, and a page to browse it: swagger-ui, out of its webjar. Open to everybody; nothing is
/// fetched from anywhere else.
public final class Pages extends Handler.Abstract {
    private static final String FOLDER = "/docs/";
    private static final String WEBJAR = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
    private static final String SCRIPT = "text/javascript";

    private final Map<String, Source> sources;
    private final Map<String, Page> made = new ConcurrentHashMap<>();
    private final Answers answers;
    private final String policy;

    /// @param base where clients find this server: the page may ask there
    public Pages(Description description, URI base, Answers answers) {
        this.answers = answers;
        // swagger-ui sets styles as attributes, and has its pictures in its style sheet.
        this.policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                + " connect-src 'self' " + base.resolve("/")
                + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        this.sources = Map.of(
                "/openapi.json",
                new Source("application/json", description::bytes),
                FOLDER,
                new Source("text/html", () -> bytes("docs.html")),
                FOLDER + "docs.js",
                new Source(SCRIPT, () -> bytes("docs.js")),
                FOLDER + "swagger-ui.css",
                new Source("text/css", () -> swagger("swagger-ui.css")),
                FOLDER + "swagger-ui-bundle.js",
                new Source(SCRIPT, () -> swagger("swagger-ui-bundle.js")));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var path = Request.getPathInContext(request);
        if ((path + "/").equals(FOLDER)) {
            // Relative: a proxy may have put something in front.
            response.setStatus(302);
            response.getHeaders().put("Location", FOLDER.substring(1));
            response.write(true, null, callback);
            return true;
        }
        var source = sources.get(path);
        if (source == null) {
            return false;
        }
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            answers.refuse(response, callback, Refusal.method(request.getMethod(), "GET, HEAD"));
            return true;
        }
        send(made.computeIfAbsent(path, _ -> source.page()), request, response, callback);
        return true;
    }

    // RFC 9110 §13.1.2
    private void send(Page page, Request request, Response response, Callback callback) {
        var headers = response.getHeaders();
        headers.put("ETag", page.tag);
        headers.put("Cache-Control", "no-cache");
        headers.put("Content-Security-Policy", policy);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        if (request.getHeaders().contains("If-None-Match", page.tag)) {
            response.setStatus(304);
            response.write(true, null, callback);
            return;
        }
        response.setStatus(200);
        headers.put("Content-Type", page.type);
        headers.put("Content-Length", page.bytes.length);
        response.write(true, ByteBuffer.wrap(page.bytes), callback);
    }

    private static byte[] swagger(String name) {
        var properties = new Properties();
        try (var in = new ByteArrayInputStream(bytes(WEBJAR))) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes("/META-INF/resources/webjars/swagger-ui/" + properties.getProperty("version") + "/" + name);
    }

    private static byte[] bytes(String resource) {
        try (var in = Pages.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where a page comes from, when somebody first wants it.
    private record Source(String type, Supplier<byte[]> bytes) {
        Page page() {
            var content = bytes.get();
            return new Page(type, content, tag(content));
        }

        private static String tag(byte[] content) {
            try {
                var digest = MessageDigest.getInstance("SHA-256").digest(content);
                return "\"" + HexFormat.of().formatHex(digest, 0, 16) + "\"";
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("the runtime lacks a mandatory algorithm", e);
            }
        }
    }

    /// @param tag changes when the bytes do
    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
    private record Page(String type, byte[] bytes, String tag) {}
}
