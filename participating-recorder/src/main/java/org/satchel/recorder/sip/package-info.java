// SPDX-License-Identifier: Apache-2.0
/// SIP over TCP through JAIN-SIP, behind the [org.satchel.recorder.SipPort] of the recorder. The only package that
/// knows `javax.sip`.
///
/// Owns the stack with its settings, the translation of its messages into our immutable ones, and the bound on
/// requests in hand. What never happens:
/// - a message reaches the recorder incomplete, or on a thread that reads a connection;
/// - a peer makes us open a connection: only hops that the recorder names are dialled;
/// - a message, or a line of one, is logged.
///
/// The one lock is that of [Turnstile]; nothing is called with it held.
@NullMarked
package org.satchel.recorder.sip;

import org.jspecify.annotations.NullMarked;
