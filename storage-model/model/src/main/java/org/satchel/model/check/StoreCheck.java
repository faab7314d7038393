// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.check;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/// Looks at all that an engine keeps of its boxes, one box after the other.
public interface StoreCheck {
    /// How thoroughly.
    ///
    /// @param payloads they are read to their end, and compared with their digest where the engine keeps one; else
    ///   only whether they are there, with the right length as far as that is told without reading
    /// @param mend what follows from the rest is made again; nobody else may have the store open then
    /// @param now the time
    /// @param grace a payload younger than that may belong to a write under way
    record Depth(boolean payloads, boolean mend, Instant now, Duration grace) {}

    /// @return boxes looked at
    long run(Depth depth, Consumer<Finding> found);
}
