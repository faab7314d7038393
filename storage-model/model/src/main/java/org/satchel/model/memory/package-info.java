// SPDX-License-Identifier: Apache-2.0
/// The engine in memory: all rules of a box, no durability. For
/// tests and demonstrations, and the oracle of the durable engines.
///
/// One lock per box, held while a write runs; readers take none. What is written is gone when the process ends.
@NullMarked
package org.satchel.model.memory;

import org.jspecify.annotations.NullMarked;
