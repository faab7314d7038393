// SPDX-License-Identifier: Apache-2.0
/// The CPM Participating Function: takes pager-mode messages off SIP, records them for the served user, and sends them
/// on.
///
/// Owns what a SIP MESSAGE means to a box: which leg of whose service it is, what object it becomes, in which folder,
/// and when it may be
/// answered with 2xx. Knows SIP only as the immutable messages of [org.satchel.recorder.SipPort]; the stack behind it
/// is in one package.
/// What never happens:
/// - a 2xx that depends on a deposit leaves before the deposit is durable;
/// - one message gives two objects in a box, however often it arrives: every deposit carries a key;
/// - the body of a message is changed, neither in the store nor on its way;
/// - message text or a full address is logged.
///
/// No locks: each request runs on a virtual thread of its own, and the box serialises its writers.
@NullMarked
package org.satchel.recorder;

import org.jspecify.annotations.NullMarked;
