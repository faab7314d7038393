// SPDX-License-Identifier: Apache-2.0
/// The load on the embedded engine itself, in this process, without any protocol before it.
///
/// What is deposited is read back and compared; a box that lost or changed one byte has no figure. The store lies in a
/// folder of its own on the disk that is measured.
@NullMarked
package org.satchel.bench.engine;

import org.jspecify.annotations.NullMarked;
