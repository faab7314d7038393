// SPDX-License-Identifier: Apache-2.0
/// The IMAP load: a client that costs little, and the kinds of work it does.
///
/// - The client sends prepared bytes and scans what comes back in place; literals are counted, not copied, unless a
///   work asks for them. It knows no more IMAP than it needs, and trusts nothing: status, order and number of the
///   answers are checked while the time runs, contents in a pass of their own.
/// - A connection belongs to one thread. Every read has a time limit.
/// - The mailbox is always INBOX; works that write have accounts of their own ([Boxes]).
@NullMarked
package org.satchel.bench.imap;

import org.jspecify.annotations.NullMarked;
