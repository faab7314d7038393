// SPDX-License-Identifier: Apache-2.0
/// Notification channels: lists wait here until a client fetches them by a long poll, or has them sent over a
/// WebSocket.
///
/// A list leaves its channel when the client has it: when the answer to a poll has been written, or a pong has proved
/// that a WebSocket was read so far. Until then its follower waits, and its subscription stands where it stood.
/// Whoever comes to a channel last is the one that reads it. A reader that waits holds no thread.
///
/// Channels are read from the registry at each request, so that every node knows them. A reader brings the channel's
/// seat to its node, and with it the followers of its subscriptions; one that reads elsewhere has to leave.
///
/// Lock order: the lock of one channel, then that of its reader, then nothing: answers are written and futures
/// completed outside them.
@NullMarked
package org.satchel.nms.channels;

import org.jspecify.annotations.NullMarked;
