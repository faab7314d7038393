// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.bare;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// The program: answers GET with one answer, and POST with another when the body is on the disk.
///
/// Threads and connector are those of Satchel's own server.
public final class BareJetty extends Handler.Abstract {
    static final String GET = "get.json";
    static final String POST = "post.json";
    static final String LOG = "bodies";
    static final String READY = "ready";
    private static final int POOL_THREADS_MAX = 32;
    private static final int POOL_THREADS_MIN = 4;
    private static final int INPUT_BUFFER_BYTES = 4 * 1024;
    private static final int HEADER_BYTES_MAX = 16 * 1024;

    private final Ready get;
    private final Ready post;
    private final GroupLog log;

    private BareJetty(PreparedAnswer get, PreparedAnswer post, GroupLog log) {
        this.get = Ready.of(get);
        this.post = Ready.of(post);
        this.log = log;
    }

    /// @param arguments a folder with the answers, in which the log will lie, and a port on loopback
    public static void main(String[] arguments) throws Exception {
        var folder = Path.of(arguments[0]);
        var handler = new BareJetty(
                PreparedAnswer.read(folder.resolve(GET)),
                PreparedAnswer.read(folder.resolve(POST)),
                new GroupLog(folder.resolve(LOG)));
        var server = server(Integer.parseInt(arguments[1]));
        server.setHandler(handler);
        server.start();
        Files.createFile(folder.resolve(READY));
        server.join();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback)
            throws IOException, InterruptedException {
        var answer = get;
        if (request.getMethod().equals("POST")) {
            log.append(Content.Source.asByteBuffer(request));
            answer = post;
        }
        response.setStatus(answer.status);
        response.getHeaders().add(answer.fields);
        response.write(true, ByteBuffer.wrap(answer.body), callback);
        return true;
    }

    private static Server server(int port) {
        var pool = new QueuedThreadPool(POOL_THREADS_MAX, POOL_THREADS_MIN);
        var named = Thread.ofVirtual().name("bare-request-", 0).factory();
        pool.setVirtualThreadsExecutor(task -> named.newThread(task).start());
        var server = new Server(pool);
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setInputBufferSize(INPUT_BUFFER_BYTES);
        http.setRequestHeaderSize(HEADER_BYTES_MAX);
        var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        return server;
    }

    /// An answer as Jetty takes it.
    private static final class Ready {
        private final int status;
        private final HttpFields fields;
        private final byte[] body;

        private Ready(int status, HttpFields fields, byte[] body) {
            this.status = status;
            this.fields = fields;
            this.body = body;
        }

        static Ready of(PreparedAnswer answer) {
            var body = answer.body().getBytes(StandardCharsets.UTF_8);
            return new Ready(answer.status(), answer.httpFields(body.length), body);
        }
    }
}
