// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where a box stands.
///
/// @param last mod-sequence of its last commit
/// @param applied mod-sequence of its checkpoint; commits after it lie beside the head, older ones in the history
/// @param checkpoint null = there is none: the box began empty, and all its commits lie beside the head
/// @param fence a write that was sent with another one is refused
record Head(long last, long applied, @Nullable UUID checkpoint, long fence) {}
