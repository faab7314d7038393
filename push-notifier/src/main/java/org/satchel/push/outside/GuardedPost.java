// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.outside;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// Sends POSTs to URLs that users named, within the operator's [Reach], over HTTP/1.1.
///
/// A host is looked up once for a connection, and connected to at an address that was looked at and admitted; the
/// certificate has to be for its name. No redirect is followed, and nothing goes through a proxy.
public final class GuardedPost implements AutoCloseable {
    /// Addresses of a host that are tried.
    private static final int ADDRESSES_MAX = 4;

    private final Reach reach;
    private final Duration requestMax;
    private final Resolver resolver;
    private final SSLSocketFactory tls;
    private final IdleConnections idle = new IdleConnections();
    private final ExecutorService executor = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("outside-", 0).factory());

    /// @param requestMax from looking the host up to the last octet of the answer
    public GuardedPost(Reach reach, Duration requestMax) {
        this(reach, requestMax, Resolver.SYSTEM, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    GuardedPost(Reach reach, Duration requestMax, Resolver resolver, SSLSocketFactory tls) {
        this.reach = reach;
        this.requestMax = requestMax;
        this.resolver = resolver;
        this.tls = tls;
    }

    /// The place that a URL names.
    ///
    /// @return empty when nothing may be posted there, wherever its host leads
    public Optional<Place> place(String url) {
        return reach.place(url);
    }

    /// @param headers values of one line of ASCII each
    /// @throws IOException when the host leads nowhere that is admitted, or there is no answer in time
    public Answer post(Place to, Map<String, String> headers, byte[] body) throws IOException, InterruptedException {
        var exchange = executor.submit(() -> exchange(to, headers, body));
        try {
            return exchange.get(requestMax.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new IOException("no answer within " + requestMax, late);
        } catch (ExecutionException failed) {
            throw failure(failed.getCause());
        } finally {
            // Ends the exchange when it was given up: an interrupt closes the socket that a virtual thread waits for.
            exchange.cancel(true);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        idle.close();
    }

    private static IOException failure(@Nullable Throwable cause) {
        if (cause instanceof RuntimeException bug && !(cause instanceof UncheckedIOException)) {
            throw bug;
        }
        return cause instanceof IOException failure ? failure : new IOException(cause);
    }

    private Answer exchange(Place to, Map<String, String> headers, byte[] body) throws IOException {
        var kept = idle.take(to.origin());
        if (kept != null) {
            try {
                return exchange(kept, to, headers, body);
            } catch (IOException stale) {
                // The other side may have closed it while it was idle. What was sent may come a second time.
                return exchange(connect(to), to, headers, body);
            }
        }
        return exchange(connect(to), to, headers, body);
    }

    private Answer exchange(Connection connection, Place to, Map<String, String> headers, byte[] body)
            throws IOException {
        boolean reusable = false;
        try {
            var answer = connection.post(to, headers, body);
            reusable = answer.reusable();
            return answer;
        } finally {
            if (reusable) {
                idle.give(to.origin(), connection);
            } else {
                connection.close();
            }
        }
    }

    private Connection connect(Place to) throws IOException {
        var admitted = addresses(to);
        IOException last = new UnknownHostException(to.host() + " leads nowhere that may be posted to");
        for (var address : admitted) {
            var socket = new Socket(Proxy.NO_PROXY);
            try {
                socket.setTcpNoDelay(true);
                socket.connect(
                        new InetSocketAddress(address, to.port()), millis(requestMax.dividedBy(admitted.size())));
                return new Connection(to.isSecure() ? secured(socket, to) : socket);
            } catch (IOException unreachable) {
                socket.close();
                last = unreachable;
            }
        }
        throw last;
    }

    /// The only look-up: what is connected to is what was judged here.
    private List<InetAddress> addresses(Place to) throws UnknownHostException {
        return resolver.resolve(to.host()).stream()
                .filter(address -> reach.admits(to, address))
                .limit(ADDRESSES_MAX)
                .toList();
    }

    private Socket secured(Socket socket, Place to) throws IOException {
        var secured = (SSLSocket) tls.createSocket(socket, to.host(), to.port(), true);
        var parameters = secured.getSSLParameters();
        // RFC 9110 §4.3.4: the certificate has to be for this host
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private static int millis(Duration duration) {
        return Math.clamp(duration.toMillis(), 1, Integer.MAX_VALUE);
    }
}
