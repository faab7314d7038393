// SPDX-License-Identifier: Apache-2.0
/// A command from its line to its answer, whichever it is: read within limits ([RequestReader]), run
/// ([Command]) and answered ([Answers]), with the lines that several commands say ([FolderLines]).
///
/// Answers leave in the order of their commands. What happened in the folder is told before a tagged OK, never
/// before NO or BAD. A refusal comes before anything untagged. Literals are held within the limits of the
/// connection, objects not at all.
@NullMarked
package org.satchel.imap.james.command;

import org.jspecify.annotations.NullMarked;
