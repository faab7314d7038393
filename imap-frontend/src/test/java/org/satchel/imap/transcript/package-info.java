// SPDX-License-Identifier: Apache-2.0
/// Conversations with an IMAP server that are files, one for each capability: [Transcript] reads them, [Play] has them
/// with a server, ours or another.
///
/// Who announces a word must have its transcript, in which one client acts and another one watches.
@NullMarked
package org.satchel.imap.transcript;

import org.jspecify.annotations.NullMarked;
