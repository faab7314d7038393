// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.time.Instant;
import java.util.List;

/// One write of a box: durable, numbered, in order. A write that
/// changed nothing answers with no changes and the present number.
///
/// @param at when, to the millisecond
public record Commit(ModSeq modSeq, Instant at, Actor actor, List<Change> changes) {
    public Commit {
        changes = List.copyOf(changes);
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }
}
