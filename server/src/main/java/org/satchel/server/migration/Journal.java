// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.migration;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import org.satchel.model.BoxId;
import org.satchel.model.Registry;
import org.satchel.server.storage.MovedMark;

/// What is known of each box that is being moved, in the registry of the place it goes to.
final class Journal {
    private static final String PREFIX = MovedMark.PREFIX + "boxes-";
    private static final int PLACES = 64;
    private static final int PAGE = 500;

    private final Registry registry;

    Journal(Registry registry) {
        this.registry = registry;
    }

    /// @param source identity of the box where it comes from
    /// @param target identity under which it is taken in; its rows are there, some of them or all
    /// @param checked the commit at which both were the same; 0 = not compared yet
    /// @param objects number of the next object at that commit
    record Note(String source, String target, long checked, long objects) {
        Note at(long head, long nextObject) {
            return new Note(source, target, head, nextObject);
        }

        private String text() {
            return source + " " + target + " " + checked + " " + objects;
        }

        private static Note parse(String text) {
            var words = text.split(" ");
            return new Note(words[0], words[1], Long.parseLong(words[2]), Long.parseLong(words[3]));
        }
    }

    Optional<Note> find(BoxId box) {
        return registry.get(key(box)).map(Journal::note);
    }

    void write(BoxId box, Note note) {
        registry.put(key(box), note.text().getBytes(StandardCharsets.UTF_8));
    }

    void remove(BoxId box) {
        registry.remove(key(box));
    }

    void forEach(Consumer<BoxId> action) {
        for (int place = 0; place < PLACES; place++) {
            var prefix = prefix(place);
            var last = "";
            while (true) {
                var page = registry.scan(prefix, last, PAGE);
                page.forEach(entry -> action.accept(new BoxId(entry.getKey().substring(prefix.length()))));
                if (page.size() < PAGE) {
                    break;
                }
                last = page.getLast().getKey();
            }
        }
    }

    private static Note note(byte[] value) {
        return Note.parse(new String(value, StandardCharsets.UTF_8));
    }

    private static String key(BoxId box) {
        return prefix(Math.floorMod(box.text().hashCode(), PLACES)) + box;
    }

    /// What lies under the first two steps of a key is kept together, so places have keys of their own.
    private static String prefix(int place) {
        return PREFIX.replace("store/move/", "store/move-%02d/".formatted(place));
    }
}
