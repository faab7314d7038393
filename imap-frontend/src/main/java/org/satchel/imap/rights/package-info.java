// SPDX-License-Identifier: Apache-2.0
/// Access lists apart from how a line of IMAP spells them: which letters there are and what each old letter stands
/// for.
///
/// Nothing is decided here: what somebody may do is the model's to say, at each operation.
@NullMarked
package org.satchel.imap.rights;

import org.jspecify.annotations.NullMarked;
