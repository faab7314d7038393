// SPDX-License-Identifier: Apache-2.0
/// Notification channels: lists wait here until a client fetches them by a long poll.
///
/// A list leaves its channel when the answer that carries it has been written; until then its follower waits, and
/// its subscription stands where it stood. Whoever polls a channel last is the one that is answered. A waiting
/// poll holds no thread.
///
/// Channels are read from the registry at each request, so that every node knows them. A poll brings the
/// channel's seat to its node, and with it the followers of its subscriptions; a poll that waits elsewhere is
/// answered empty.
///
/// Lock order: the lock of one channel, then nothing: answers are written and futures completed outside it.
@NullMarked
package org.satchel.nms.channels;

import org.jspecify.annotations.NullMarked;
