// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All boxes of an installation, on one engine.
public interface MessageStore extends AutoCloseable {
    Optional<MessageBox> find(BoxId box);

    /// Makes a box with its system folders.
    ///
    /// @throws StoreFailure.AlreadyExists when there is one
    MessageBox create(BoxId box);

    /// Removes a box, its history and its payloads. Views and
    /// handles that are still held answer [StoreFailure.NotFound].
    void erase(BoxId box);

    /// Boxes in order of their ids, a page at a time.
    ///
    /// @param after null = from the first
    List<BoxId> boxes(@Nullable BoxId after, int limit);

    /// What must outlive a restart and is no part of any box's history.
    Registry registry();

    default MessageBox open(BoxId box) {
        return find(box).orElseThrow(() -> new StoreFailure.NotFound("box " + box));
    }

    /// Waits for writes in flight, then closes.
    @Override
    void close();
}
