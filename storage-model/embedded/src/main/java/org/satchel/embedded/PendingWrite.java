// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.util.concurrent.CompletableFuture;

/// One write on its way to the disk. With no rows it is a barrier: it lands when everything of its lineage
/// before it has.
///
/// @param publish makes the write visible; run by the committer, after the sync and in order; quick, and
///   throws nothing
/// @param landed completed after `publish`, or with the failure
record PendingWrite(RowBatch rows, Lineage lineage, Runnable publish, CompletableFuture<Void> landed) {
    static PendingWrite of(RowBatch rows, Lineage lineage, Runnable publish) {
        return new PendingWrite(rows, lineage, publish, new CompletableFuture<>());
    }
}
