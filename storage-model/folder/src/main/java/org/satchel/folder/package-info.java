// SPDX-License-Identifier: Apache-2.0
/// Payloads as files in a folder that every node sees, or that one node has for itself.
///
/// - A file is written and synced under a temporary name in the same tree, renamed, and the folders that hold its
///   name are synced, before the put returns: nothing half written is ever readable.
/// - Nothing is locked, and nodes know nothing of each other: names are never used twice, and renaming is atomic.
/// - What a file system that is away does to a call, it does: a network folder is to be mounted so that it fails
///   in time (NFS: `soft` or `softerr` with `timeo` and `retrans`).
@NullMarked
package org.satchel.folder;

import org.jspecify.annotations.NullMarked;
