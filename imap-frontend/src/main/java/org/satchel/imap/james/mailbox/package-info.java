// SPDX-License-Identifier: Apache-2.0
/// James's managers, standing directly on the model: folders, access lists, annotations and quotas as its own
/// processors ask for them, and [Owner], the account that they are handed as a session.
///
/// Owns no state but the open box of an account. Methods that no processor calls throw ([UnservedMailboxes],
/// [UnservedMessages]). A failure of the store becomes James's exception here, and the account remembers it
/// until it is answered.
@NullMarked
package org.satchel.imap.james.mailbox;

import org.jspecify.annotations.NullMarked;
