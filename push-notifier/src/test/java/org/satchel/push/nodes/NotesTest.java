// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.satchel.model.Registry;
import org.satchel.model.memory.MemoryStore;

class NotesTest {
    private final Registry registry = new MemoryStore().registry();
    private final Notes a = new Notes(registry, new NodeName("a"), new Random(1));
    private final Notes b = new Notes(registry, new NodeName("b"), new Random(2));
    private final ArrayList<String> told = new ArrayList<>();

    @Test
    void a_note_is_read_by_its_node_and_subject_once() {
        b.on("look", told::add);
        a.leave(new NodeName("b"), "look", "at this/and that");
        a.leave(new NodeName("b"), "other", "nobody reads");
        a.leave(new NodeName("a"), "look", "mine");
        assertThat(b.read()).isEqualTo(2);
        assertThat(told).containsExactly("at this/and that");
        assertThat(b.read()).isZero();
        assertThat(registry.scan("notes/", "", 10)).hasSize(1);
    }

    @Test
    void a_note_left_again_while_it_is_read_is_read_again() {
        b.on("look", text -> {
            told.add(text);
            if (told.size() == 1) {
                a.leave(new NodeName("b"), "look", "here");
            }
        });
        a.leave(new NodeName("b"), "look", "here");
        b.read();
        b.read();
        assertThat(told).containsExactly("here", "here");
        assertThat(registry.scan("notes/", "", 10)).isEmpty();
    }

    @Test
    void a_reader_that_fails_does_not_keep_the_others_from_it() {
        b.on("look", _ -> {
            throw new IllegalStateException("a bug");
        });
        b.on("look", told::add);
        a.leave(new NodeName("b"), "look", "here");
        b.read();
        assertThat(told).containsExactly("here");
    }

    @Test
    void more_notes_than_a_page_are_all_read() {
        b.on("look", told::add);
        for (int i = 0; i < 450; i++) {
            a.leave(new NodeName("b"), "look", "note " + i);
        }
        assertThat(b.read()).isEqualTo(450);
        assertThat(told).hasSize(450).doesNotHaveDuplicates();
    }
}
