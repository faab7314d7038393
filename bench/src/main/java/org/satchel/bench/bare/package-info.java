// SPDX-License-Identifier: Apache-2.0
/// What a server of nothing reaches: Jetty as Satchel runs it, answers made beforehand, bodies appended to one file.
///
/// Runs in a process of its own, with the flags of the bench's. A body is answered when it is on the disk; all that
/// wait share a sync. Nobody is asked who he is, nothing is parsed.
@NullMarked
package org.satchel.bench.bare;

import org.jspecify.annotations.NullMarked;
