// SPDX-License-Identifier: Apache-2.0
/// The engine of many machines: metadata in Apache Cassandra, payloads that are too large for a row in a
/// [org.satchel.model.blob.BlobStore].
///
/// - A commit is one conditional write in the partition of its box: it moves the head and appends the commit. Whoever
///   loses the race runs again on what the winner left.
/// - Immutable first: what a commit names (summaries, payloads, checkpoints) is there, under fresh ids, before.
/// - The present of a box is its last checkpoint and the commits since; everything else in the tables follows from the
///   commits, is written after them, and may be written twice.
/// - No clock decides anything: rows that follow from commits carry the mod-sequence as their timestamp.
///
/// Lock order: `writing` of a box, then `publishing`. Nobody waits for Cassandra with `writing` held, but for what the
/// work of a transaction itself reads. No other package imports the driver.
@NullMarked
package org.satchel.cassandra;

import org.jspecify.annotations.NullMarked;
