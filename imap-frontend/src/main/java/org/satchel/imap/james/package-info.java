// SPDX-License-Identifier: Apache-2.0
/// IMAP itself, on Apache James protocols-imap: this package and those below it are the only ones that know
/// James and Reactor.
///
/// James brings the grammar of requests, the frame of processors and the encoders of rare answers. What is
/// asked often (FETCH, STORE, SEARCH, SELECT, APPEND, STATUS, IDLE) and what must hold exactly are commands of
/// our own, which block on the connection's thread and write bytes. [ImapCommands] lists them all, [Dialogue]
/// has them run one after the other.
///
/// Packages below, each knowing only those before it: `grammar` (how things are spelt), `mailbox` (James's
/// managers), `session` (what is remembered of a client), `command` (how any command is read and answered);
/// then the commands themselves in `selected`, `fetch`, `append`, `folders`, `access`, `searching`; and
/// `announce` (what clients are told that happened).
@NullMarked
package org.satchel.imap.james;

import org.jspecify.annotations.NullMarked;
