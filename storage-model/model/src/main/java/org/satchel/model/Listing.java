// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.util.Optional;
import java.util.function.Consumer;

/// The objects of one folder in uid order, as an immutable value.
///
/// Access by index and by uid costs at most a binary search; `index + 1` is the IMAP message sequence number.
public interface Listing {
    int count();

    /// @param index 0 to `count() - 1`
    Entry at(int index);

    /// Index of the first entry whose uid is at least `uid`; `count()` when there is none.
    int ceiling(Uid uid);

    /// Calls `action` for the entries from index `from` (inclusive) to index `to` (exclusive), in order.
    void forEach(int from, int to, Consumer<Entry> action);

    default void forEach(Consumer<Entry> action) {
        forEach(0, count(), action);
    }

    /// Index of the entry, or -1.
    default int indexOf(Uid uid) {
        int index = ceiling(uid);
        return index < count() && at(index).uid().equals(uid) ? index : -1;
    }

    default Optional<Entry> find(Uid uid) {
        int index = indexOf(uid);
        return index < 0 ? Optional.empty() : Optional.of(at(index));
    }
}
