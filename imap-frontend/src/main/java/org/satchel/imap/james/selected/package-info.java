// SPDX-License-Identifier: Apache-2.0
/// What is done to the selected folder: SELECT and EXAMINE, STORE, COPY, MOVE, EXPUNGE, CLOSE; and what a
/// client is told of it that was away ([Resync]). Reading its objects is `fetch`.
///
/// All the objects of a command are changed by one write, so that a part of it never happens; MOVE into another
/// box takes two.
@NullMarked
package org.satchel.imap.james.selected;

import org.jspecify.annotations.NullMarked;
