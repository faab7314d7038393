// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sends one POST and reads one bounded answer, over HTTP/1.1, following no redirect.
public final class HttpPost implements AutoCloseable {
    /// One character, because a gateway may copy the header into a message of 140 octets; an empty one costs
    /// as much.
    private static final String USER_AGENT = "S";

    private final Duration requestMax;
    private final int replyBytesMax;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;

    /// @param requestMax from the start of connecting to the last octet of the answer
    /// @param replyBytesMax a longer answer is a failure
    public HttpPost(Duration requestMax, int replyBytesMax) {
        this.requestMax = requestMax;
        this.replyBytesMax = replyBytesMax;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(requestMax)
                .executor(executor)
                .build();
    }

    /// @throws IOException when there is no answer, or a longer one than the limit
    public Reply post(URI to, Map<String, String> headers, byte[] body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(to)
                .header("User-Agent", USER_AGENT)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        var exchange =
                client.sendAsync(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), replyBytesMax));
        try {
            return new Reply(exchange.get(requestMax.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException late) {
            throw new IOException("no answer within " + requestMax, late);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException cause ? cause : new IOException(failed.getCause());
        } finally {
            // Ends the exchange when it was given up; does nothing when it is complete.
            exchange.cancel(true);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        executor.shutdownNow();
    }

    /// What came back.
    public static final class Reply {
        private final HttpResponse<byte[]> response;

        private Reply(HttpResponse<byte[]> response) {
            this.response = response;
        }

        public int status() {
            return response.statusCode();
        }

        public byte[] body() {
            return response.body();
        }

        public Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }
    }
}
