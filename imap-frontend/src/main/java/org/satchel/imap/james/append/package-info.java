// SPDX-License-Identifier: Apache-2.0
/// Objects on their way in: APPEND of one or many, composed of parts or not, and REPLACE.
///
/// Bytes stream from the line into drafts ([Uploads]), and one write deposits all of them or none. What can be
/// refused before its bytes are sent is refused then; bytes that come nevertheless are never taken for
/// commands.
@NullMarked
package org.satchel.imap.james.append;

import org.jspecify.annotations.NullMarked;
