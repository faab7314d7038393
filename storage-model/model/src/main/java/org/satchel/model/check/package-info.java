// SPDX-License-Identifier: Apache-2.0
/// Whether what an engine keeps of its boxes fits together, and the mending of what follows from the rest.
///
/// - Truth is what cannot be made again: commits, listings, summaries, payloads. It is never changed, and no object is
///   ever made up.
/// - Everything that follows from it can be made again: figures, counters, index rows; and what belongs to nothing can
///   go.
/// - Findings name numbers, never content.
@NullMarked
package org.satchel.model.check;

import org.jspecify.annotations.NullMarked;
