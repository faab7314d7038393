// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

/// A run of pending states of one box, each built on the one before. When one of them cannot be made durable,
/// all later ones are lost with it.
///
/// A writer that finds its box's lineage broken starts a new one from the durable state. Because the
/// committer works in order, a new lineage never begins while a write of an older one can still succeed.
final class Lineage {
    private final Overlay rows;
    private volatile boolean broken;

    Lineage(Rows durable) {
        this.rows = new Overlay(durable);
    }

    /// The rows as the pending state has them.
    Overlay rows() {
        return rows;
    }

    void fail() {
        broken = true;
    }

    boolean isBroken() {
        return broken;
    }
}
