// SPDX-License-Identifier: Apache-2.0
/// The durable engine of one machine: boxes as ordered rows in RocksDB, large payloads as files beside it.
///
/// - A write runs on its box's pending state under the box's lock, is handed to the one committer thread, and
///   returns when its batch is synced.
/// - Durable before visible, visible before announced: readers only ever see states whose rows are on disk.
/// - A payload is on disk before the commit that names it; a payload file goes only when no row refers to it
///   and nobody holds it.
/// - When the disk refuses a batch, its writes fail as if they had never been, and so does all that was built
///   on them; reads go on.
///
/// Lock order: a box's lock, then nothing; a place at the committer is taken before the lock. The committer
/// takes no box's lock. No other package imports RocksDB.
@NullMarked
package org.satchel.embedded;

import org.jspecify.annotations.NullMarked;
