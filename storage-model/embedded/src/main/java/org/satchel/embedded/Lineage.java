// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import org.jspecify.annotations.Nullable;

/// A run of pending states of one box, each built on the one before. When one of them cannot be made durable,
/// all later ones are lost with it.
///
/// A writer that finds its box's lineage broken starts a new one from the durable state. Because the
/// committer works in order, a new lineage never begins while a write of an older one can still succeed.
final class Lineage {
    private final Overlay rows;
    private volatile @Nullable Throwable failure;

    Lineage(Rows durable) {
        this.rows = new Overlay(durable);
    }

    /// The rows as the pending state has them.
    Overlay rows() {
        return rows;
    }

    void fail(Throwable why) {
        failure = why;
    }

    boolean isBroken() {
        return failure != null;
    }

    /// What all its writes fail with; null while it is whole.
    @Nullable
    Throwable failure() {
        return failure;
    }
}
