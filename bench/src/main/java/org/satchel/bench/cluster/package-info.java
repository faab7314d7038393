// SPDX-License-Identifier: Apache-2.0
/// The load on the engine of many machines: real Cassandra nodes, this process as one node of Satchel or two.
///
/// - The ceiling is the driver alone: it writes the rows that the engine wrote for the same messages, byte for byte, in
///   the same batches and conditional writes, box by box one after the other, and does nothing else.
/// - What was deposited is counted and read back, of either peer; a box that lost or changed anything has no figure.
/// - Besides the engine, this is the one package that knows the driver and the tables.
@NullMarked
package org.satchel.bench.cluster;

import org.jspecify.annotations.NullMarked;
