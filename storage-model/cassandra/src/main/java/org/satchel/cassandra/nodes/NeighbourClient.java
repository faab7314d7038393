// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra.nodes;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Speaks to neighbours. One that does not answer is left in peace for a while.
final class NeighbourClient {
    private static final Logger LOG = LoggerFactory.getLogger(NeighbourClient.class);

    private final NeighbourSettings settings;
    private final HttpClient http;
    /// By name, until when; by [System#nanoTime].
    private final ConcurrentMap<String, Long> silent = new ConcurrentHashMap<>();

    NeighbourClient(NeighbourSettings settings) {
        this.settings = settings;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.answerMax())
                .build();
    }

    /// Sends hints; those that do not arrive are lost.
    void tell(Neighbour neighbour, List<Hint> hints) {
        if (!isSilent(neighbour)) {
            post(neighbour, Neighbours.HINTS, hints);
        }
    }

    Turn take(Neighbour keeper, UUID box, long last) {
        if (isSilent(keeper)) {
            return Turn.NONE;
        }
        var answer = post(keeper, Neighbours.TAKE, List.of(new Hint(box, last)));
        if (answer.isEmpty() || answer.getFirst().box().getLeastSignificantBits() == 0) {
            return Turn.NONE;
        }
        long ticket = answer.getFirst().box().getLeastSignificantBits();
        return new RemoteTurn(this, keeper, box, ticket, answer.getFirst().last());
    }

    void close() {
        http.shutdownNow();
    }

    static String bearer(Neighbour neighbour) {
        return "Bearer " + neighbour.secret();
    }

    private boolean isSilent(Neighbour neighbour) {
        var until = silent.get(neighbour.name());
        return until != null && System.nanoTime() - until < 0;
    }

    private HttpRequest request(Neighbour neighbour, String path, List<Hint> hints) {
        return HttpRequest.newBuilder(
                        URI.create("http://" + bracketed(neighbour.host()) + ":" + neighbour.port() + path))
                .header("Authorization", bearer(neighbour))
                .timeout(settings.answerMax())
                .POST(HttpRequest.BodyPublishers.ofByteArray(Hint.encode(hints)))
                .build();
    }

    private List<Hint> post(Neighbour neighbour, String path, List<Hint> hints) {
        try {
            var response = http.send(request(neighbour, path, hints), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() == 200) {
                return Hint.decode(response.body());
            }
            LOG.debug("neighbour {} answers {}", neighbour, response.statusCode());
        } catch (IOException failure) {
            LOG.debug("neighbour {} does not answer", neighbour, failure);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return List.of();
        }
        silent.put(neighbour.name(), System.nanoTime() + settings.silence().toNanos());
        return List.of();
    }

    private static String bracketed(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    /// A turn that a neighbour keeps.
    private record RemoteTurn(NeighbourClient client, Neighbour keeper, UUID box, long ticket, long known)
            implements Turn {
        @Override
        public void giveBack(long last) {
            var body = List.of(new Hint(box, ticket), new Hint(box, last));
            var _ = client.http.sendAsync(
                    client.request(keeper, Neighbours.GIVE_BACK, body), HttpResponse.BodyHandlers.discarding());
        }
    }
}
