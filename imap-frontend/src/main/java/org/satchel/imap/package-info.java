// SPDX-License-Identifier: Apache-2.0
/// The IMAP face: transport, limits and settings; what is spoken over it is in `org.satchel.imap.james`.
///
/// One virtual thread per connection reads, acts and answers, so commands are answered in the order they came in, also
/// when a client sends many at
/// once. Answers are gathered and leave when the input would block. Everything a client can make us hold has a limit in
/// [ImapLimits]; a connection
/// that waits holds no large buffer. A watch closes who idles too long or does not read its answers.
///
/// Locks: none is held while a socket is read or written, but the one of the connection's own dialogue.
@NullMarked
package org.satchel.imap;

import org.jspecify.annotations.NullMarked;
