// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.channels;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxId;
import org.satchel.model.Registry;
import org.satchel.model.StoreFailure;
import org.satchel.nms.format.Json;
import org.satchel.push.Steps;

/// Channels in the registry: all of a box in one row, `nms/<box>/channels`, replaced as a whole. So neither a
/// correlator nor the last free place is given twice, whichever nodes are asked.
final class ChannelRows {
    private static final String ROOT = "channels";
    private static final int RACES_MAX = 64;

    private final Registry registry;
    private final Json json;

    ChannelRows(Registry registry, Json json) {
        this.registry = registry;
        this.json = json;
    }

    /// In the order in which they were made, those whose time is over among them.
    List<Channel.Facts> of(BoxId box) {
        return read(registry.get(key(box)).orElse(null));
    }

    Optional<Channel.Facts> find(BoxId box, String id) {
        return of(box).stream().filter(facts -> facts.id().equals(id)).findFirst();
    }

    /// Changes the channels of a box in one step.
    ///
    /// @param change asked again after a lost race; what it throws ends it
    /// @throws StoreFailure.OverQuota when they are too long together
    <T> T change(BoxId box, Function<List<Channel.Facts>, Outcome<T>> change) {
        for (int race = 0; race < RACES_MAX; race++) {
            var before = registry.get(key(box)).orElse(null);
            var present = read(before);
            var outcome = change.apply(present);
            if (outcome.channels().equals(present) || registry.replace(key(box), before, written(outcome.channels()))) {
                return outcome.answer();
            }
        }
        throw new StoreFailure.Unavailable("too many change channels of box " + box);
    }

    /// Leaves only some channels of a box.
    void retain(BoxId box, Predicate<Channel.Facts> kept) {
        change(box, present -> new Outcome<>(present.stream().filter(kept).toList(), true));
    }

    private List<Channel.Facts> read(byte @Nullable [] value) {
        if (value == null) {
            return List.of();
        }
        return json.read(value, ROOT, Row.class).channel();
    }

    private byte @Nullable [] written(List<Channel.Facts> channels) {
        if (channels.isEmpty()) {
            return null;
        }
        var value = json.text(ROOT, new Row(channels)).getBytes(StandardCharsets.UTF_8);
        if (value.length > Registry.VALUE_BYTES_MAX) {
            throw new StoreFailure.OverQuota("channels of " + value.length + " bytes");
        }
        return value;
    }

    private static String key(BoxId box) {
        return "nms/" + Steps.of(box) + "/channels";
    }

    /// What a change came to.
    ///
    /// @param channels from now on
    record Outcome<T>(List<Channel.Facts> channels, T answer) {
        Outcome {
            channels = List.copyOf(channels);
        }
    }

    /// What the row holds.
    record Row(List<Channel.Facts> channel) {
        Row {
            channel = List.copyOf(channel);
        }
    }
}
