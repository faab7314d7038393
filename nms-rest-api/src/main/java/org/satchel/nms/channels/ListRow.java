// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.channels;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Registry;
import org.satchel.model.StoreFailure;

/// Lists that stand in one row of the registry each, replaced as a whole: what is decided of a list holds when it is
/// written, whichever nodes are asked.
///
/// @param what they hold, for messages
/// @param reader of a row that is there
/// @param writer of a list that is not empty; an empty one has no row
record ListRow<E>(Registry registry, String what, Function<byte[], List<E>> reader, Function<List<E>, byte[]> writer) {
    private static final int RACES_MAX = 64;

    List<E> read(String key) {
        return read(registry.get(key).orElse(null));
    }

    /// Changes a list in one step.
    ///
    /// @param change asked again after a lost race; what it throws ends it
    /// @throws StoreFailure.OverQuota when it is too long then
    <T> T change(String key, Function<List<E>, Outcome<E, T>> change) {
        for (int race = 0; race < RACES_MAX; race++) {
            var before = registry.get(key).orElse(null);
            var present = read(before);
            var outcome = change.apply(present);
            if (outcome.list().equals(present) || registry.replace(key, before, written(outcome.list()))) {
                return outcome.answer();
            }
        }
        throw new StoreFailure.Unavailable("too many change " + what);
    }

    private List<E> read(byte @Nullable [] value) {
        return value == null ? List.of() : reader.apply(value);
    }

    private byte @Nullable [] written(List<E> list) {
        if (list.isEmpty()) {
            return null;
        }
        var value = writer.apply(list);
        if (value.length > Registry.VALUE_BYTES_MAX) {
            throw new StoreFailure.OverQuota(what + " of " + value.length + " bytes");
        }
        return value;
    }

    /// What a change came to.
    ///
    /// @param list from now on
    record Outcome<E, T>(List<E> list, T answer) {
        Outcome {
            list = List.copyOf(list);
        }
    }
}
