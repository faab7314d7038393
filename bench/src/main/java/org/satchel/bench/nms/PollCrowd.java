// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.nms;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.satchel.bench.measure.Callers;

/// Long polls that wait, each on a connection of its own.
final class PollCrowd implements AutoCloseable {
    private static final int OPENERS = 8;
    /// Each address of this machine has some 28,000 ports to give.
    private static final int PER_SOURCE = 20_000;
    private static final byte[] NOTHING = "{}".getBytes(US_ASCII);

    private final List<HttpConnection> connections;

    private PollCrowd(List<HttpConnection> connections) {
        this.connections = connections;
    }

    /// Sends a poll to each path, and waits for no answer.
    static PollCrowd open(NmsTarget target, List<String> paths) throws IOException, InterruptedException {
        var all = new ArrayList<@Nullable HttpConnection>(Collections.nCopies(paths.size(), null));
        try {
            Callers.run(Math.min(OPENERS, paths.size()), opener -> {
                for (int i = opener; i < paths.size(); i += OPENERS) {
                    var connection = new HttpConnection(target.http(), "", source(i));
                    synchronized (all) {
                        all.set(i, connection);
                    }
                    connection.send(paths.get(i), "application/json", NOTHING);
                }
                return opener;
            });
            var opened = new ArrayList<HttpConnection>();
            for (var one : all) {
                if (one != null) {
                    opened.add(one);
                }
            }
            return new PollCrowd(List.copyOf(opened));
        } catch (IOException | InterruptedException failure) {
            for (var one : all) {
                if (one != null) {
                    one.close();
                }
            }
            throw failure;
        }
    }

    /// In the order of the paths.
    List<HttpConnection> connections() {
        return connections;
    }

    @Override
    public void close() throws IOException {
        for (var one : connections) {
            one.close();
        }
    }

    private static InetSocketAddress source(int index) throws IOException {
        var address = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (2 + index / PER_SOURCE)});
        return new InetSocketAddress(address, 0);
    }
}
