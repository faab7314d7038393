// SPDX-License-Identifier: Apache-2.0
/// The bytes in which durable engines keep what the model knows: summaries, commits, entries, folders.
///
/// Compact and versioned: the first byte of each record is its version, old versions stay readable, an unknown
/// one is refused. Decoding checks every length against what is left before it takes memory: corrupt bytes give
/// [CorruptRecord], never anything else.
@NullMarked
package org.satchel.model.codec;

import org.jspecify.annotations.NullMarked;
