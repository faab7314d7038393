// SPDX-License-Identifier: Apache-2.0
/// IMAP itself, on Apache James protocols-imap: the only package that knows James and Reactor.
///
/// James brings the grammar of requests, the frame of processors and the encoders of rare answers. What is asked often
/// (FETCH, STORE, SEARCH,
/// SELECT, APPEND, STATUS, IDLE) and what must hold exactly are commands of our own, which block on the connection's
/// thread and write bytes.
/// [ImapCommands] lists them all. James's managers stand directly on the model; methods that no processor calls throw.
///
/// Nobody pushes into a session: before a command's tagged OK the session itself reads the box's log from where it
/// stands and tells the client
/// ([Announcer]); what a client was told is its [Numbering], one immutable listing. In IDLE, and after NOTIFY while
/// no command runs, one more virtual thread waits for the log ([Follower]).
@NullMarked
package org.satchel.imap.james;

import org.jspecify.annotations.NullMarked;
