// SPDX-License-Identifier: Apache-2.0
/// The nodes of an installation that share one store: which of them live, who keeps which box, and words that one
/// leaves for another.
///
/// All of it is to share out work and to shorten waits. Nothing that is written durably is right because a
/// [Membership] said so: two nodes may see different members for a while, and each may believe that a box is its
/// own. Whoever fixes something does it with [org.satchel.model.Registry#replace].
///
/// What never happens here: a comparison of the clocks of two nodes. Lock order: the lock of [Heartbeats], then
/// the registry; watchers and readers are called without a lock.
@NullMarked
package org.satchel.push.nodes;

import org.jspecify.annotations.NullMarked;
