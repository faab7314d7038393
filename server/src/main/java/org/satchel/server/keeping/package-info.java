// SPDX-License-Identifier: Apache-2.0
/// What time does to boxes: objects expire, those marked `\Deleted` go when their grace is over, and the history is
/// forgotten behind its horizon.
///
/// One job goes round over the boxes that this node keeps. What it must remember of a box from round to round is one
/// small row of the registry; everything else it learns from the change log, so a round costs what has happened and
/// not what is there. Stopped at any moment it goes on where it was, and two nodes at the same box do no harm.
@NullMarked
package org.satchel.server.keeping;

import org.jspecify.annotations.NullMarked;
