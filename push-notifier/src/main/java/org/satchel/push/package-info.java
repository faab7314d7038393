// SPDX-License-Identifier: Apache-2.0
/// Who wants to know what happens in a box, how far they have been told, how to tell them, and when to try
/// again.
///
/// A [Subscription] stands at a position in the change log of its box. [Followers] runs one virtual thread per
/// subscription that this node follows: it waits on the log, cuts a list of commits, makes the cut durable, hands
/// the list to the subscription's [Sink], and advances index and position durably only when the sink says so. A
/// crash repeats a list, under the same index and with the same content; it never loses one.
///
/// Any node makes, changes and cancels any subscription; [Roster] says which one follows it. Progress is only
/// ever replaced by who knows what it holds, and names who wrote it: a node that stood still, or follows what
/// another one has taken over, finds that its writes fail.
///
/// What never happens here: a list under an index that was used for another one, a list before its commits are
/// durable, two lists of one subscription under way at one node at once. There is no lock but around what was
/// touched; none is held while the registry or a sink works.
@NullMarked
package org.satchel.push;

import org.jspecify.annotations.NullMarked;
