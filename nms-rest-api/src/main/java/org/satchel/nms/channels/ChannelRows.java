// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.channels;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.satchel.model.BoxId;
import org.satchel.model.Registry;
import org.satchel.model.StoreFailure;
import org.satchel.nms.format.Json;
import org.satchel.push.Steps;

/// Channels in the registry: all of a box in one row, `nms/<box>/channels`, replaced as a whole. So neither a
/// correlator nor the last free place is given twice, whichever nodes are asked.
final class ChannelRows {
    private static final String ROOT = "channels";

    private final ListRow<Channel.Facts> rows;

    ChannelRows(Registry registry, Json json) {
        rows = new ListRow<>(
                registry,
                ROOT,
                value -> json.read(value, ROOT, Row.class).channel(),
                channels -> json.text(ROOT, new Row(channels)).getBytes(UTF_8));
    }

    /// In the order in which they were made, those whose time is over among them.
    List<Channel.Facts> of(BoxId box) {
        return rows.read(key(box));
    }

    Optional<Channel.Facts> find(BoxId box, String id) {
        return of(box).stream().filter(facts -> facts.id().equals(id)).findFirst();
    }

    /// Changes the channels of a box in one step.
    ///
    /// @param change asked again after a lost race; what it throws ends it
    /// @throws StoreFailure.OverQuota when they are too long together
    <T> T change(BoxId box, Function<List<Channel.Facts>, ListRow.Outcome<Channel.Facts, T>> change) {
        return rows.change(key(box), change);
    }

    /// Leaves only some channels of a box.
    void retain(BoxId box, Predicate<Channel.Facts> kept) {
        change(
                box,
                present -> new ListRow.Outcome<>(present.stream().filter(kept).toList(), true));
    }

    private static String key(BoxId box) {
        return "nms/" + Steps.of(box) + "/channels";
    }

    /// What the row holds.
    record Row(List<Channel.Facts> channel) {
        Row {
            channel = List.copyOf(channel);
        }
    }
}
