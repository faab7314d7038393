// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.server.sync.State.Pass;

final class MirrorTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BOX = "tel:+15550100001";

    @TempDir
    private Path folder;

    @Test
    void what_was_not_committed_is_forgotten() throws IOException {
        try (var mirror = open()) {
            put(mirror, "o-1", 1, "kept");
            mirror.commit(mirror.state().at("t-1", 7));
            put(mirror, "o-1", 2, "kept");
            put(mirror, "o-2", 3, "lost");
            mirror.remove("o-1");
        }
        try (var mirror = open()) {
            assertThat(mirror.modSeq("o-1")).hasValue(1);
            assertThat(mirror.modSeq("o-2")).isEmpty();
            assertThat(mirror.objectCount()).isEqualTo(1);
            assertThat(mirror.payloadBytes()).isEqualTo(4);
            assertThat(mirror.state().position()).isEqualTo(new State.Position("t-1", 7));
            assertThat(mirror.payload("o-1", 1)).hasContent("kept");
            assertThat(mirror.payload("o-2", 1)).as("nobody's").doesNotExist();
        }
    }

    @Test
    void half_a_line_at_the_end_does_no_harm() throws IOException {
        try (var mirror = open()) {
            put(mirror, "o-1", 1, "one");
            mirror.commit(mirror.state());
        }
        var journal = folder.resolve("mirror/journal-1.jsonl");
        Files.writeString(journal, Files.readString(journal) + "{\"object\":{\"resou");
        try (var mirror = open()) {
            put(mirror, "o-2", 2, "two");
            mirror.commit(mirror.state());
        }
        try (var mirror = open()) {
            assertThat(mirror.objectCount()).isEqualTo(2);
        }
    }

    @Test
    void the_journal_is_written_anew_when_most_of_it_is_out_of_date() throws IOException {
        try (var mirror = open()) {
            mirror.putFolder("f-1", json("{\"resourceURL\":\"https://x/folders/f-1\",\"name\":\"main\"}"));
            for (int i = 0; i < 2_000; i++) {
                put(mirror, "o-" + i % 10, i + 1, "same");
                mirror.commit(mirror.state().at("t-" + i, i));
            }
        }
        assertThat(folder.resolve("mirror/journal-1.jsonl")).doesNotExist();
        try (var mirror = open()) {
            assertThat(Files.size(folder.resolve("mirror")
                            .resolve(mirror.state().journal().file())))
                    .isLessThan(50_000);
            assertThat(mirror.objectCount()).isEqualTo(10);
            assertThat(mirror.folderCount()).isEqualTo(1);
            assertThat(mirror.modSeq("o-9")).hasValue(2_000);
            assertThat(mirror.object("o-9").orElseThrow().path("lastModSeq").asInt())
                    .isEqualTo(2_000);
        }
    }

    @Test
    void a_pass_leaves_what_it_saw_even_when_it_was_broken_off() throws IOException {
        try (var mirror = open()) {
            put(mirror, "o-1", 1, "one");
            put(mirror, "o-2", 2, "two");
            put(mirror, "o-3", 3, "three");
            mirror.commit(mirror.state().with(new Pass(1, Pass.Stage.DONE, "")));
            mirror.commit(mirror.state().reset());
            mirror.seen("o-1");
            mirror.commit(mirror.state());
        }
        try (var mirror = open()) {
            assertThat(mirror.state().pass().number()).isEqualTo(2);
            put(mirror, "o-3", 4, "drei");
            mirror.sweep();
            mirror.commit(mirror.state());
            assertThat(mirror.modSeq("o-1")).hasValue(1);
            assertThat(mirror.modSeq("o-2")).isEmpty();
            assertThat(mirror.modSeq("o-3")).hasValue(4);
            assertThat(mirror.payload("o-2", 1)).doesNotExist();
        }
    }

    @Test
    void damage_to_payload_files_is_noticed() throws IOException {
        try (var mirror = open()) {
            put(mirror, "o-1", 1, "one");
            put(mirror, "o-2", 2, "two");
            mirror.commit(mirror.state());
            Files.writeString(mirror.payload("o-2", 1), "t");
        }
        try (var mirror = open()) {
            assertThat(mirror.modSeq("o-1")).hasValue(1);
            assertThat(mirror.modSeq("o-2")).isEmpty();
            assertThat(mirror.broken()).containsExactly("https://x/objects/o-2");
        }
    }

    @Test
    void a_folder_belongs_to_one_box_and_one_process() throws IOException {
        try (var mirror = open()) {
            mirror.commit(mirror.state());
            assertThatThrownBy(this::open)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("another process");
        }
        assertThatThrownBy(() -> Mirror.open(folder.resolve("mirror"), "base", "tel:+15550100042", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds box " + BOX);
    }

    @Test
    void a_folder_is_its_owners_alone() throws IOException {
        open().close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("mirror"))))
                .isEqualTo("rwx------");
    }

    @Test
    void ids_of_strangers_lead_nowhere_else() throws IOException {
        try (var mirror = open()) {
            var root = folder.resolve("mirror/payloads").toRealPath();
            for (var id : List.of("..", "../../x", ".", "a/../..", "x".repeat(500))) {
                var file = mirror.payload(id, 1);
                assertThat(file.getParent().toRealPath()).startsWith(root);
                assertThat(file.normalize()).isEqualTo(file);
                Files.writeString(file, "x");
            }
        }
    }

    private Mirror open() throws IOException {
        return Mirror.open(folder.resolve("mirror"), "base", BOX, 10_000);
    }

    private static void put(Mirror mirror, String id, int modSeq, String payload) throws IOException {
        Files.writeString(mirror.payload(id, 1), payload);
        mirror.put(
                id,
                json("{\"resourceURL\":\"https://x/objects/" + id + "\",\"lastModSeq\":" + modSeq + "}"),
                List.of((long) payload.length()));
    }

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }
}
