// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.docker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.backends.containers.DockerEngine;

/// The image and both compose files as an operator starts them. Counted as skipped where no Docker engine answers: they
/// take the ports that they publish, and the network for their images.
@Timeout(1800)
class ComposeTest {
    private static final Duration UP_MAX = Duration.ofMinutes(20);
    private static final Duration SHORT = Duration.ofMinutes(2);
    private static final String ANN = "tel:+15550100001";
    private static final String PASSWORD = "between-us";

    @TempDir
    Path folder;

    @BeforeEach
    void look_for_an_engine() {
        assumeTrue(DockerEngine.answers(), "no Docker engine answers here");
    }

    @Test
    void one_server_is_healthy_takes_an_account_and_stops_in_order() throws Exception {
        var compose = compose("docker/compose.yaml");
        try {
            compose.run(UP_MAX, "up", "--build", "--detach", "--wait");
            compose.run(SHORT, "exec", "-T", "satchel", "satchel", "user", "add", ANN, "--password", PASSWORD);
            assertThat(compose.run(SHORT, "exec", "-T", "satchel", "satchel", "health"))
                    .contains("ready");
            assertThat(compose.run(SHORT, "exec", "-T", "satchel", "id", "-u")).contains("10001");
            compose.run(SHORT, "stop");
            assertThat(compose.run(SHORT, "ps", "--all", "--format", "json")).contains("\"ExitCode\":0");
        } finally {
            compose.run(SHORT, "down", "--volumes");
        }
    }

    @Test
    @Tag("long")
    void a_cluster_serves_through_its_balancer_while_a_server_stops() throws Exception {
        var compose = compose("docker/compose.cluster.yaml");
        try {
            compose.run(UP_MAX, "up", "--build", "--detach", "--wait");
            compose.run(SHORT, "exec", "-T", "satchel-1", "satchel", "user", "add", ANN, "--password", PASSWORD);
            assertThat(search()).isEqualTo(200);
            compose.run(SHORT, "stop", "satchel-1");
            assertThat(search()).isEqualTo(200);
        } finally {
            compose.run(SHORT, "down", "--volumes");
        }
    }

    /// A project of its own, so that no other installation of this machine is touched.
    private Tool compose(String file) throws Exception {
        var environment = Files.writeString(
                folder.resolve("env"), Files.readString(Tool.root().resolve("docker/example.env")) + "TAG=test\n");
        return new Tool(List.of(
                "docker",
                "compose",
                "--project-name",
                "satchel-test",
                "--env-file",
                environment.toString(),
                "-f",
                file));
    }

    private static int search() throws Exception {
        var login = Base64.getEncoder().encodeToString((ANN + ":" + PASSWORD).getBytes(US_ASCII));
        var box = "http://127.0.0.1:8080/nms/v1/base/tel%3A%2B15550100001";
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(box + "/objects/operations/search"))
                    .header("Authorization", "Basic " + login)
                    .header("Content-Type", "application/json")
                    .timeout(Duration.ofMinutes(2))
                    .POST(HttpRequest.BodyPublishers.ofString("{\"selectionCriteria\":{\"maxEntries\":1}}"))
                    .build();
            return client.send(request, BodyHandlers.discarding()).statusCode();
        }
    }
}
