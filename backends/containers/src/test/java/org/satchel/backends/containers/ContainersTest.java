// SPDX-License-Identifier: Apache-2.0
package org.satchel.backends.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.HttpURLConnection;
import java.net.Socket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Counted as skipped where there is no engine.
@Timeout(600)
class ContainersTest {
    @BeforeEach
    void look_for_an_engine() {
        assumeTrue(DockerEngine.answers(), "no Docker engine answers here");
    }

    @Test
    void a_node_in_a_container_listens_where_it_says() throws Exception {
        try (var cassandra = CassandraInContainer.start()) {
            assertThat(cassandra.datacenter()).isEqualTo("datacenter1");
            var place = cassandra.contactPoints().getFirst();
            try (var socket = new Socket(place.getAddress(), place.getPort())) {
                // OPTIONS is answered with SUPPORTED.
                socket.setSoTimeout(120_000);
                socket.getOutputStream().write(new byte[] {0x04, 0, 0, 0, 0x05, 0, 0, 0, 0});
                assertThat(socket.getInputStream().readNBytes(5))
                        .startsWith((byte) 0x84)
                        .endsWith((byte) 0x06);
            }
        }
    }

    @Test
    void a_store_in_a_container_refuses_strangers() throws Exception {
        try (var s3 = MinioInContainer.start()) {
            var bucket = s3.endpoint().resolve("/" + s3.bucket() + "/").toURL();
            var request = (HttpURLConnection) bucket.openConnection();
            request.setConnectTimeout(10_000);
            request.setReadTimeout(10_000);
            assertThat(request.getResponseCode()).isEqualTo(HttpURLConnection.HTTP_FORBIDDEN);
        }
    }
}
