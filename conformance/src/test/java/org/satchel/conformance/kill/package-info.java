// SPDX-License-Identifier: Apache-2.0
/// What an operator does to a server and what a disk does to it: killed, stopped, filled, shouted at.
///
/// Writers keep a journal outside the server: what they are about to do, then what was acknowledged. After each
/// restart the boxes are read whole, over both protocols, and must be what one of the two possible ends of each journal
/// says. Each object belongs to one writer, so at most one operation on it is open when the server dies.
@NullMarked
package org.satchel.conformance.kill;

import org.jspecify.annotations.NullMarked;
