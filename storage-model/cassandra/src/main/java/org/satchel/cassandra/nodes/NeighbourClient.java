// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra.nodes;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
            var _ = post(neighbour, Neighbours.HINTS, Hint.encode(hints), settings.answerMax());
        }
    }

    /// Asks the keeper of a box which process lands its writes.
    ///
    /// @return the hint that the keeper has of the box and the name of that process; empty when it does not answer
    Optional<Lease> take(Neighbour keeper, Hint last, String asker) {
        if (isSilent(keeper)) {
            return Optional.empty();
        }
        return post(keeper, Neighbours.TAKE, named(last, asker), settings.answerMax())
                .filter(answer -> answer.length > Hint.BYTES)
                .map(answer -> new Lease(Hint.decode(answer).getFirst(), name(answer)));
    }

    /// Tells the keeper that nothing is left to write, without waiting for anybody.
    void release(Neighbour keeper, Hint last, String holder) {
        if (!isSilent(keeper)) {
            var request = request(keeper, Neighbours.RELEASE, named(last, holder), settings.answerMax());
            var _ = http.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        }
    }

    /// Waits to be invited to a group of a box that a neighbour lands; empty when it does not invite.
    Optional<Invitation> join(Neighbour host, UUID box, long head) {
        if (isSilent(host)) {
            return Optional.empty();
        }
        var asked = Hint.encode(List.of(new Hint(box, head)));
        return post(host, Neighbours.JOIN, asked, settings.joinMax().plus(settings.answerMax()))
                .filter(answer -> answer.length > 0)
                .flatMap(NeighbourClient::invitation);
    }

    /// Adds to a group, and waits what becomes of it.
    Landed add(Neighbour host, UUID guest, ByteBuffer commits) {
        var body = ByteBuffer.allocate(Hint.BYTES + commits.remaining())
                .put(Hint.encode(List.of(new Hint(guest, 0))))
                .put(commits.duplicate());
        return post(host, Neighbours.ADD, body.array(), settings.landMax())
                .flatMap(NeighbourClient::landed)
                .orElse(Landed.UNKNOWN);
    }

    /// What a keeper says of a box.
    record Lease(Hint last, String holder) {}

    static byte[] named(Hint hint, String name) {
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Hint.BYTES + bytes.length)
                .put(Hint.encode(List.of(hint)))
                .put(bytes)
                .array();
    }

    static String name(byte[] named) {
        return new String(named, Hint.BYTES, named.length - Hint.BYTES, StandardCharsets.UTF_8);
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

    private HttpRequest request(Neighbour neighbour, String path, byte[] body, Duration timeout) {
        return HttpRequest.newBuilder(
                        URI.create("http://" + bracketed(neighbour.host()) + ":" + neighbour.port() + path))
                .header("Authorization", bearer(neighbour))
                .timeout(timeout)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    private Optional<byte[]> post(Neighbour neighbour, String path, byte[] body, Duration timeout) {
        try {
            var response = http.send(request(neighbour, path, body, timeout), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() == 200) {
                return Optional.of(response.body());
            }
            LOG.debug("neighbour {} answers {}", neighbour, response.statusCode());
        } catch (IOException failure) {
            LOG.debug("neighbour {} does not answer", neighbour, failure);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        silent.put(neighbour.name(), System.nanoTime() + settings.silence().toNanos());
        return Optional.empty();
    }

    private static Optional<Invitation> invitation(byte[] answer) {
        try {
            return Optional.of(Invitation.decode(answer));
        } catch (IOException nonsense) {
            LOG.warn("an invitation is not understood: {}", nonsense.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Landed> landed(byte[] answer) {
        try {
            return Optional.of(Landed.decode(answer));
        } catch (IOException nonsense) {
            LOG.warn("the fate of a group is not understood: {}", nonsense.getMessage());
            return Optional.empty();
        }
    }

    private static String bracketed(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }
}
