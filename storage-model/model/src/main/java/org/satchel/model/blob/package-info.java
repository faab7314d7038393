// SPDX-License-Identifier: Apache-2.0
/// Where an engine on many machines leaves the payloads that are too large for its rows: an object store or a shared
/// folder, behind one small interface.
///
/// - A blob is written once, under a name that was never used before, and never changed.
/// - It is durable before anything refers to it, and goes only when nothing does.
/// - Correctness never rests on what such a store promises beyond that: neither on conditional writes nor on the order
///   in which a list shows names.
@NullMarked
package org.satchel.model.blob;

import org.jspecify.annotations.NullMarked;
