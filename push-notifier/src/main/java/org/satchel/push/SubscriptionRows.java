// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxId;
import org.satchel.model.Registry;

/// Subscriptions in the registry, each write the replacement of what was read before.
///
/// Of a box there is a [Roll] in `push-boxes/<00 to 63>/<box>`, and of each subscription two rows,
/// `push/<box>/<id>.terms` and `.progress`. A subscription is made by writing its rows, and then naming it;
/// removed by removing its terms, then its name, then its progress. Who wants to know of all boxes reads 64
/// places.
final class SubscriptionRows {
    private static final String ROLLS = "push-boxes/";
    private static final int ROLL_PLACES = 64;
    private static final String BOXES = "push/";
    private static final String TERMS = ".terms";
    private static final String PROGRESS = ".progress";
    private static final int PAGE = 500;
    /// A creation takes no longer than this: unnamed rows that are older were left by one that was cut short.
    private static final Duration UNNAMED_MAX = Duration.ofHours(1);

    private final Registry registry;

    SubscriptionRows(Registry registry) {
        this.registry = registry;
    }

    Roll roll(BoxId box) {
        return Roll.read(box, text(registry.get(rollKey(box)).orElse(null)));
    }

    /// @return false when it was changed by somebody else meanwhile
    boolean replace(Roll before, List<Roll.Line> lines) {
        return registry.replace(rollKey(before.box()), bytes(before.text()), bytes(Roll.write(lines)));
    }

    /// Shows the roll of every box that has one, place by place and page by page.
    void walk(Consumer<Roll> visitor) {
        for (int place = 0; place < ROLL_PLACES; place++) {
            var prefix = place(place);
            for (var row : scan(prefix)) {
                var box = Steps.box(row.getKey().substring(prefix.length()));
                visitor.accept(Roll.read(box, text(row.getValue())));
            }
        }
    }

    Optional<Kept> read(BoxId box, SubscriptionId id) {
        var progress = registry.get(key(box, id, PROGRESS));
        return registry.get(key(box, id, TERMS))
                .flatMap(terms -> progress.map(somewhere -> kept(id, terms, somewhere)));
    }

    /// All that the roll names and that are there, in order of their ids.
    List<Kept> all(Roll roll) {
        if (roll.lines().isEmpty()) {
            return List.of();
        }
        var values = values(roll.box());
        return roll.lines().stream()
                .map(Roll.Line::id)
                .sorted()
                .flatMap(id -> kept(id, values).stream())
                .toList();
    }

    /// Removes what creations left in a box that were cut short before they named it.
    void sweep(Roll roll, Instant now) {
        values(roll.box()).forEach((name, value) -> {
            if (name.endsWith(TERMS)) {
                var id = new SubscriptionId(name.substring(0, name.length() - TERMS.length()));
                if (!roll.names(id)
                        && SubscriptionText.decodeMade(id, value)
                                .plus(UNNAMED_MAX)
                                .isBefore(now)) {
                    drop(roll.box(), id);
                }
            }
        });
    }

    /// Writes the rows of a subscription that is to be named next.
    ///
    /// @return false when its id was given before
    boolean put(Subscription fresh, Instant made) {
        var progress = SubscriptionText.encode(fresh.progress(), Mark.NEW);
        return registry.replace(key(fresh.box(), fresh.id(), PROGRESS), null, progress)
                && registry.replace(key(fresh.box(), fresh.id(), TERMS), null, SubscriptionText.encode(fresh, made));
    }

    /// Removes the rows of a subscription that is not named.
    void drop(BoxId box, SubscriptionId id) {
        registry.remove(key(box, id, TERMS));
        registry.remove(key(box, id, PROGRESS));
    }

    void dropProgress(BoxId box, SubscriptionId id) {
        registry.remove(key(box, id, PROGRESS));
    }

    boolean removeTerms(Kept seen) {
        return registry.replace(key(seen.box(), seen.id(), TERMS), bytes(seen.terms()), null);
    }

    boolean replaceTerms(Kept seen, Subscription next) {
        var value = SubscriptionText.encode(next, seen.made());
        return registry.replace(key(seen.box(), seen.id(), TERMS), bytes(seen.terms()), value);
    }

    /// @return what is there now; empty when somebody else has changed it, or it is gone
    Optional<Kept> replaceProgress(Kept seen, Progress next, Mark mark) {
        var key = key(seen.box(), seen.id(), PROGRESS);
        var value = SubscriptionText.encode(next, mark);
        var wanted = new String(value, UTF_8);
        // When it holds what is wanted, an earlier attempt whose outcome was unknown has done it.
        if (!registry.replace(key, bytes(seen.progress()), value)
                && !registry.get(key).map(SubscriptionRows::text).equals(Optional.of(wanted))) {
            return Optional.empty();
        }
        return Optional.of(new Kept(seen.subscription().withProgress(next), seen.terms(), wanted, mark, seen.made()));
    }

    private Map<String, byte[]> values(BoxId box) {
        var prefix = BOXES + Steps.of(box) + "/";
        var values = new HashMap<String, byte[]>();
        for (var row : scan(prefix)) {
            values.put(row.getKey().substring(prefix.length()), row.getValue());
        }
        return values;
    }

    private List<Map.Entry<String, byte[]>> scan(String prefix) {
        var all = new ArrayList<Map.Entry<String, byte[]>>();
        var page = registry.scan(prefix, "", PAGE);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = registry.scan(prefix, page.getLast().getKey(), PAGE);
        }
        return all;
    }

    private static Optional<Kept> kept(SubscriptionId id, Map<String, byte[]> values) {
        var terms = values.get(id + TERMS);
        var progress = values.get(id + PROGRESS);
        return terms == null || progress == null ? Optional.empty() : Optional.of(kept(id, terms, progress));
    }

    private static Kept kept(SubscriptionId id, byte[] terms, byte[] progress) {
        return new Kept(
                SubscriptionText.decode(id, terms, SubscriptionText.decodeProgress(progress)),
                new String(terms, UTF_8),
                new String(progress, UTF_8),
                SubscriptionText.decodeMark(progress),
                SubscriptionText.decodeMade(id, terms));
    }

    private static String rollKey(BoxId box) {
        return place(Math.floorMod(box.text().hashCode(), ROLL_PLACES)) + Steps.of(box);
    }

    private static String place(int number) {
        return ROLLS + "%02d/".formatted(number);
    }

    private static String key(BoxId box, SubscriptionId id, String row) {
        return BOXES + Steps.of(box) + "/" + id + row;
    }

    private static @Nullable String text(byte @Nullable [] value) {
        return value == null ? null : new String(value, UTF_8);
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(UTF_8);
    }
}
