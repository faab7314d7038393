// SPDX-License-Identifier: Apache-2.0
package org.satchel.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.backends.CqlConnection.Consistency;

class CassandraClusterTest {
    @TempDir
    Path folder;

    @Test
    @Timeout(600)
    void what_one_node_has_answered_survives_its_kill() throws Exception {
        try (var cluster = CassandraCluster.start(1, folder)) {
            prepare(cluster, 1);
            execute(cluster, 0, Consistency.ONE, "INSERT INTO trial.words (id, word) VALUES (1, 'kept')");
            long first = cluster.pid(0);

            cluster.kill(0);
            assertThatThrownBy(() -> word(cluster, 0, Consistency.ONE, 1)).isInstanceOf(IOException.class);
            cluster.restart(0);

            assertThat(cluster.pid(0)).isNotEqualTo(first);
            assertThat(word(cluster, 0, Consistency.ONE, 1)).isEqualTo("kept");
        }
    }

    @Test
    @Tag("long")
    @Timeout(900)
    void three_nodes_serve_while_one_is_dead_or_frozen() throws Exception {
        try (var cluster = CassandraCluster.start(3, folder)) {
            prepare(cluster, 3);
            execute(cluster, 2, Consistency.ALL, "INSERT INTO trial.words (id, word) VALUES (1, 'all')");

            cluster.kill(1);
            execute(cluster, 0, Consistency.QUORUM, "INSERT INTO trial.words (id, word) VALUES (2, 'two')");
            assertThat(word(cluster, 2, Consistency.QUORUM, 1)).isEqualTo("all");
            assertThat(word(cluster, 2, Consistency.QUORUM, 2)).isEqualTo("two");

            cluster.restart(1);
            assertThat(word(cluster, 1, Consistency.ALL, 2)).isEqualTo("two");

            cluster.freeze(2);
            assertThatThrownBy(() -> word(cluster, 0, Consistency.ALL, 2)).isInstanceOf(CqlConnection.Refused.class);
            assertThat(word(cluster, 0, Consistency.QUORUM, 2)).isEqualTo("two");
            cluster.thaw(2);
            cluster.awaitReady();
            assertThat(word(cluster, 2, Consistency.ALL, 2)).isEqualTo("two");
        }
    }

    @Test
    @Tag("long")
    @Timeout(600)
    void a_folder_brings_its_cluster_back() throws Exception {
        List<?> places;
        try (var cluster = CassandraCluster.start(1, folder)) {
            prepare(cluster, 1);
            execute(cluster, 0, Consistency.ONE, "INSERT INTO trial.words (id, word) VALUES (1, 'kept')");
            places = cluster.contactPoints();
        }
        try (var cluster = CassandraCluster.start(1, folder)) {
            assertThat(cluster.contactPoints()).isEqualTo(places);
            assertThat(word(cluster, 0, Consistency.ONE, 1)).isEqualTo("kept");
        }
    }

    private static void prepare(CassandraCluster cluster, int copies) throws Exception {
        execute(
                cluster,
                0,
                Consistency.ONE,
                "CREATE KEYSPACE trial WITH replication = {'class': 'NetworkTopologyStrategy', '" + cluster.datacenter()
                        + "': " + copies + "}");
        execute(cluster, 0, Consistency.ONE, "CREATE TABLE trial.words (id int PRIMARY KEY, word text)");
        cluster.awaitReady();
    }

    private static String word(CassandraCluster cluster, int node, Consistency consistency, int id) throws IOException {
        return execute(cluster, node, consistency, "SELECT word FROM trial.words WHERE id = " + id)
                .getFirst()
                .getFirst();
    }

    private static List<List<String>> execute(
            CassandraCluster cluster, int node, Consistency consistency, String statement) throws IOException {
        try (var connection = new CqlConnection(cluster.contactPoints().get(node))) {
            return connection.execute(statement, consistency);
        }
    }
}
