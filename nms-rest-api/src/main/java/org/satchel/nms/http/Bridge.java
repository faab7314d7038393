// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ContainerResponse;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.spi.ContainerResponseWriter;
import org.jspecify.annotations.Nullable;
import org.satchel.nms.format.Format;
import org.satchel.nms.problem.Problems;
import org.satchel.nms.problem.Refusal;

/// Hands requests of Jetty to the resources of Jersey, and their answers back. Streams both ways, on the thread
/// of the request.
///
/// Why not one of Jersey's own containers: they need servlets, or a Jetty of their own choosing.
public final class Bridge extends Handler.Abstract {
    private static final URI BASE = URI.create("http://nms/");

    private final ApplicationHandler application;
    private final Problems problems;
    private final Answers answers;

    public Bridge(ResourceConfig resources, Problems problems, Answers answers) {
        this.application = new ApplicationHandler(resources);
        this.problems = problems;
        this.answers = answers;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var uri = uri(request);
        if (uri == null) {
            answers.refuse(response, callback, Refusal.badInput("URL"));
            return true;
        }
        var inbound = new ContainerRequest(
                BASE,
                uri,
                request.getMethod(),
                Nobody.NOBODY,
                new MapPropertiesDelegate(),
                application.getConfiguration());
        // The format is decided here; Jersey would refuse who accepts neither.
        request.getHeaders().stream()
                .filter(field -> field.getHeader() != HttpHeader.ACCEPT)
                .forEach(field -> inbound.header(field.getName(), field.getValue()));
        inbound.setEntityStream(Content.Source.asInputStream(request));
        inbound.setWriter(new Writer(request, response, callback));
        ScopedValue.where(Format.ANSWER, Answers.format(request)).run(() -> application.handle(inbound));
        return true;
    }

    /// The host is ours: no answer may depend on the `Host` field. OMA NMS §2.3
    private static @Nullable URI uri(Request request) {
        var path = request.getHttpURI().getPathQuery();
        try {
            return path == null ? null : new URI("http://nms" + escaped(path));
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /// What clients forget to escape.
    private static String escaped(String path) {
        var out = new StringBuilder(path.length());
        for (char c : path.toCharArray()) {
            if (c > ' ' && c < 0x7f && "\"<>\\^`{|}".indexOf(c) < 0) {
                out.append(c);
            } else if (c < 0x80) {
                out.append(String.format("%%%02X", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private final class Writer implements ContainerResponseWriter {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private @Nullable OutputStream out;

        Writer(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
        }

        @Override
        public OutputStream writeResponseStatusAndHeaders(long length, ContainerResponse outbound) {
            response.setStatus(outbound.getStatus());
            var headers = response.getHeaders();
            outbound.getStringHeaders().forEach((name, values) -> values.forEach(value -> headers.add(name, value)));
            if (length >= 0 && outbound.hasEntity() && !headers.contains("Content-Length")) {
                headers.put("Content-Length", length);
            }
            out = Response.asBufferedOutputStream(request, response);
            return out;
        }

        @Override
        public void commit() {
            try {
                if (out != null) {
                    out.close();
                }
                callback.succeeded();
            } catch (IOException e) {
                callback.failed(e);
            }
        }

        @Override
        public void failure(Throwable error) {
            if (response.isCommitted()) {
                // The client sees a broken answer, not a short one that looks whole.
                callback.failed(error);
            } else {
                response.reset();
                answers.refuse(response, callback, problems.refusal(error));
            }
        }

        @Override
        public boolean enableResponseBuffering() {
            return true;
        }

        @Override
        public boolean suspend(long time, TimeUnit unit, @Nullable TimeoutHandler handler) {
            throw new UnsupportedOperationException("resources answer on the thread they are called on");
        }

        @Override
        public void setSuspendTimeout(long time, TimeUnit unit) {
            throw new UnsupportedOperationException("resources answer on the thread they are called on");
        }
    }
}
