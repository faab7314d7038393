// SPDX-License-Identifier: Apache-2.0
/// What is remembered of one client between its commands: who it is, what it enabled, which folder it has
/// selected and what it was told of it ([SelectedFolder]), what it asked to be told ([Wishes], [LiveSearches]);
/// and where names lead for it ([Places]).
///
/// A session is used by one thread at a time and has no lock. [FolderMemory] and [Places] are the listener's,
/// and any thread may ask them. What a client counts is one immutable listing, which goes forward only when the
/// client is told. Nothing here writes to a client.
@NullMarked
package org.satchel.imap.james.session;

import org.jspecify.annotations.NullMarked;
