// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.nodes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Registry;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Words that one node leaves for another in the registry: "look at this again". They shorten a wait.
///
/// A note that was left is read at least once, unless its node dies. The same note left again before it was read
/// is one note.
public final class Notes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notes.class);
    private static final String PREFIX = "notes/";
    private static final int PAGE = 200;

    private final Registry registry;
    private final NodeName self;
    private final RandomGenerator random;
    private final Map<String, List<Consumer<String>>> readers = new ConcurrentHashMap<>();
    private volatile @Nullable Thread thread;

    /// @param random tells one note from the next; must not repeat what other nodes draw
    public Notes(Registry registry, NodeName self, RandomGenerator random) {
        this.registry = registry;
        this.self = self;
        this.random = random;
    }

    /// Reads what is there now, and looks for more from now on.
    public void start(Duration every) {
        thread = Thread.ofVirtual().name("notes").start(() -> run(every));
    }

    /// @param subject one word
    /// @param reader told each note about the subject; may be told one twice; must not block for long
    public void on(String subject, Consumer<String> reader) {
        readers.computeIfAbsent(subject, _ -> new CopyOnWriteArrayList<>()).add(reader);
    }

    public void leave(NodeName to, String subject, String text) {
        var stamp = Long.toHexString(random.nextLong());
        registry.put(prefix(to) + subject + "/" + text, stamp.getBytes(UTF_8));
    }

    /// Reads the notes that are there.
    ///
    /// @return how many
    public int read() {
        int count = 0;
        var page = registry.scan(prefix(self), "", PAGE);
        while (!page.isEmpty()) {
            for (var note : page) {
                tell(note.getKey().substring(prefix(self).length()));
                // When it was left again meanwhile, it stays.
                registry.replace(note.getKey(), note.getValue(), null);
                count++;
            }
            page = registry.scan(prefix(self), page.getLast().getKey(), PAGE);
        }
        return count;
    }

    @Override
    public void close() {
        var reading = thread;
        if (reading != null) {
            reading.interrupt();
        }
    }

    /// Removes what was left for a node that is no more.
    static void clear(Registry registry, NodeName node) {
        var page = registry.scan(prefix(node), "", PAGE);
        while (!page.isEmpty()) {
            page.forEach(note -> registry.remove(note.getKey()));
            page = registry.scan(prefix(node), page.getLast().getKey(), PAGE);
        }
    }

    private void run(Duration every) {
        try {
            while (true) {
                try {
                    read();
                } catch (StoreFailure.Unavailable failure) {
                    LOG.debug("notes are read later", failure);
                }
                Thread.sleep(every);
            }
        } catch (InterruptedException close) {
            LOG.debug("no more notes are read");
        }
    }

    private void tell(String note) {
        int slash = note.indexOf('/');
        var text = note.substring(slash + 1);
        for (var reader : readers.getOrDefault(note.substring(0, slash), List.of())) {
            try {
                reader.accept(text);
            } catch (RuntimeException failure) {
                LOG.warn("a note is passed over", failure);
            }
        }
    }

    private static String prefix(NodeName node) {
        return PREFIX + node + "/";
    }
}
