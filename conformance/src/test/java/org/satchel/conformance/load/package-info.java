// SPDX-License-Identifier: Apache-2.0
/// Clients that write, each with a journal outside the server, and the comparison of journals and boxes.
///
/// A writer notes what it is about to do, then what was acknowledged. At rest the boxes are read whole, over both
/// protocols, and must be what one of the two possible ends of each journal says. Each object belongs to one journal,
/// so at most one operation on it is open. Nothing here starts or ends a server.
@NullMarked
package org.satchel.conformance.load;

import org.jspecify.annotations.NullMarked;
