// SPDX-License-Identifier: Apache-2.0
/// The move of an installation from one engine to another while it is served: every box as it is, then the commits
/// that came since, again and again, until nobody serves the old place any more.
///
/// - The journal, in the registry of the new place, says of each box where it comes from and under which identity it is
///   taken in, before the first of its rows is written: whatever is interrupted is found again.
/// - What was taken over is compared with where it came from; nothing is declared moved that was not.
/// - One process moves a store at a time. Boxes at a time, and everything else, are bounded by [MigrationLimits].
@NullMarked
package org.satchel.server.migration;

import org.jspecify.annotations.NullMarked;
