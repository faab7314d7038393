// SPDX-License-Identifier: Apache-2.0
/// What a client asked to be told of, and what of it the box's log brings: NOTIFY without its grammar.
///
/// A [Watch] stands somewhere in the change log and reads on when somebody asks it; nobody pushes into it, and it
/// queues
/// nothing. What many commits did to one folder is one notice. A watch that fell too far behind says so and is over.
/// Nothing here writes to a client, knows its lines, or holds a lock: a watch belongs to one session.
@NullMarked
package org.satchel.imap.notify;

import org.jspecify.annotations.NullMarked;
