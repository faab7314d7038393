// SPDX-License-Identifier: Apache-2.0
package org.satchel.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class NatsServerTest {
    @TempDir
    Path folder;

    @Test
    void a_server_passes_on_what_is_published_before_and_after_a_restart() throws Exception {
        assumeTrue(NatsServer.isAvailable(), "no NATS here: apt-get install nats-server");
        try (var nats = NatsServer.start(folder)) {
            assertThat(published(nats)).containsSequence("MSG trial 1 4", "seen");
            var url = nats.url();
            nats.restart();
            assertThat(nats.url()).isEqualTo(url);
            assertThat(published(nats)).containsSequence("MSG trial 1 4", "seen");
        }
    }

    /// What the server says to somebody who subscribes and publishes, up to the end of its answer.
    private static List<String> published(NatsServer nats) throws IOException {
        try (var socket = new Socket(nats.address().getAddress(), nats.address().getPort())) {
            socket.setSoTimeout(120_000);
            socket.getOutputStream()
                    .write("CONNECT {\"verbose\":false}\r\nSUB trial 1\r\nPUB trial 4\r\nseen\r\nPING\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            var lines = new ArrayList<String>();
            // Its own PING may come in between; PONG answers ours.
            for (var line = in.readLine(); line != null && !line.equals("PONG"); line = in.readLine()) {
                lines.add(line);
            }
            return lines;
        }
    }
}
