// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.satchel.model.BoxId;
import org.satchel.model.Registry;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What could not be told, for the operator to look at: of each box the last [#PER_BOX_MAX], in the registry, as
/// `push-dead/<00 to 63>/<box>`. Holds no content of any user.
public final class DeadLetters {
    public static final int PER_BOX_MAX = 20;

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final String PREFIX = "push-dead/";
    private static final int PLACES = 64;
    private static final int PAGE = 500;
    private static final int RACES_MAX = 8;

    private final Registry registry;

    public DeadLetters(Registry registry) {
        this.registry = registry;
    }

    /// Keeps a letter, and lets the oldest of its box go. When the store does not serve it is in the log alone.
    public void add(DeadLetter letter) {
        try {
            for (int race = 0; race < RACES_MAX; race++) {
                var before = registry.get(key(letter.box())).orElse(null);
                var lines = new ArrayList<>(before == null ? List.<String>of() : lines(before));
                lines.add(letter.line());
                var last = lines.subList(Math.max(0, lines.size() - PER_BOX_MAX), lines.size());
                if (registry.replace(
                        key(letter.box()), before, String.join("\n", last).getBytes(UTF_8))) {
                    return;
                }
            }
        } catch (StoreFailure failure) {
            LOG.warn("what was given up of {} is not kept: {}", letter.subscription(), failure.getMessage());
        }
    }

    /// Shows all that there are: box by box, of each the oldest first.
    public void walk(Consumer<DeadLetter> visitor) {
        for (int number = 0; number < PLACES; number++) {
            walk(place(number), visitor);
        }
    }

    /// Forgets those of a box.
    public void remove(BoxId box) {
        registry.remove(key(box));
    }

    private void walk(String place, Consumer<DeadLetter> visitor) {
        var page = registry.scan(place, "", PAGE);
        while (!page.isEmpty()) {
            for (var row : page) {
                var box = Steps.box(row.getKey().substring(place.length()));
                lines(row.getValue()).forEach(line -> visitor.accept(DeadLetter.read(box, line)));
            }
            page = registry.scan(place, page.getLast().getKey(), PAGE);
        }
    }

    private static String key(BoxId box) {
        return place(Math.floorMod(box.text().hashCode(), PLACES)) + Steps.of(box);
    }

    private static String place(int number) {
        return PREFIX + "%02d/".formatted(number);
    }

    private static List<String> lines(byte[] value) {
        return Arrays.asList(new String(value, UTF_8).split("\n"));
    }
}
