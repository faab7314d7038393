// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.transfer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxId;
import org.satchel.model.check.StoreCheck;

/// The boxes of a store, each as it stands at some commit no older than the image.
public interface StoreImage extends AutoCloseable {
    /// Boxes in order of their ids, a page at a time.
    ///
    /// @param after null = from the first
    List<BoxId> boxes(@Nullable BoxId after, int limit);

    /// Empty when there is no such box, or no more.
    Optional<BoxImage> box(BoxId id);

    /// Entries of the registry in order of their keys, a page at a time.
    ///
    /// @param after empty = from the first
    List<Map.Entry<String, byte[]>> registry(String after, int limit);

    /// A look at whether all that is kept fits together; it mends only where the image is of a store that is open here.
    StoreCheck check();

    @Override
    void close();
}
