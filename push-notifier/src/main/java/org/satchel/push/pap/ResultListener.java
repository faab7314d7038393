// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.satchel.model.StoreFailure;
import org.satchel.push.outside.Network;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears from gateways what became of pushes, on an address of its own, in clear text: for the operator's inner
/// network. Who is not among the sources is refused, and so is word of a push that this installation did not make.
// WAP-PAP §9.6, §9.7 (resultnotification-message and -response)
public final class ResultListener implements AutoCloseable {
    /// Octets of one message.
    public static final int BODY_BYTES_MAX = 64 * 1024;
    /// Messages read at once; the next is told to come again.
    private static final int CONCURRENT_MAX = 64;

    private static final Logger LOG = LoggerFactory.getLogger(ResultListener.class);

    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore permits = new Semaphore(CONCURRENT_MAX);
    private final List<Network> sources;
    private final Receipts receipts;
    private final Results results;
    private final Map<PapState, LongAdder> heard = new ConcurrentHashMap<>();

    /// Who wants to know what became of pushes.
    @FunctionalInterface
    public interface Results {
        void heard(PushResult result);
    }

    /// Listens from now on.
    ///
    /// @param sources who is heard
    /// @throws IOException when the address cannot be had
    public ResultListener(InetSocketAddress listen, List<Network> sources, Receipts receipts, Results results)
            throws IOException {
        this.sources = List.copyOf(sources);
        this.receipts = receipts;
        this.results = results;
        server = HttpServer.create(listen, 0);
        server.setExecutor(executor);
        server.createContext("/", this::handle);
        server.start();
    }

    /// With the real port.
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /// How often each state was told, from the start of the process on.
    public Map<PapState, Long> counts() {
        var counts = new EnumMap<PapState, Long>(PapState.class);
        heard.forEach((state, count) -> counts.put(state, count.sum()));
        return counts;
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var from = exchange.getRemoteAddress().getAddress();
            if (sources.stream().noneMatch(network -> network.contains(from))) {
                LOG.warn("word of a push from {}, which is not among the sources", from.getHostAddress());
                answer(exchange, 403, "");
            } else if (!exchange.getRequestMethod().equals("POST")) {
                answer(exchange, 405, "");
            } else if (!permits.tryAcquire()) {
                answer(exchange, 503, "");
            } else {
                try {
                    read(exchange);
                } finally {
                    permits.release();
                }
            }
        }
    }

    private void read(HttpExchange exchange) throws IOException {
        var body = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX + 1);
        if (body.length > BODY_BYTES_MAX) {
            answer(exchange, 413, "");
            return;
        }
        var notice = PapNotice.read(body);
        if (notice.isEmpty()) {
            answer(exchange, 400, PapWriter.badMessage());
            return;
        }
        var path = exchange.getRequestURI().getPath();
        var receipt = receipts.read(path.substring(path.lastIndexOf('/') + 1))
                .filter(made -> made.pushId().equals(notice.get().pushId()));
        if (receipt.isEmpty()) {
            LOG.warn("word of a push that was not made here");
            answer(exchange, 200, PapWriter.noted(notice.get(), PapStatus.PUSH_ID_NOT_FOUND));
            return;
        }
        try {
            results.heard(new PushResult(
                    notice.get().pushId(),
                    receipt.get().box(),
                    notice.get().state(),
                    PapStatus.of(notice.get().code())));
        } catch (StoreFailure failure) {
            LOG.warn("word of a push is not kept: {}", failure.getMessage());
        }
        heard.computeIfAbsent(notice.get().state(), _ -> new LongAdder()).increment();
        answer(exchange, 200, PapWriter.noted(notice.get(), PapStatus.OK));
    }

    private static void answer(HttpExchange exchange, int status, String document) throws IOException {
        var bytes = document.getBytes(UTF_8);
        if (bytes.length > 0) {
            exchange.getResponseHeaders().set("Content-Type", "application/xml");
        }
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
