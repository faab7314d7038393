// SPDX-License-Identifier: Apache-2.0
/// Searches: SEARCH, ESEARCH, SORT and THREAD, how they are read ([SearchGrammar]), what they mean in a folder
/// ([SearchScope]), what is found ([Hits]), how it is told ([SearchAnswer]), and those that a client follows
/// ([Updates]). What a result is apart from James is in `org.satchel.imap.search`, `sort` and `thread`.
///
/// The finder is asked; nothing here knows how it finds. Hits are uids and mod-sequences only: entries and
/// summaries are read a page at a time.
@NullMarked
package org.satchel.imap.james.searching;

import org.jspecify.annotations.NullMarked;
