// SPDX-License-Identifier: Apache-2.0
/// Rights on folders over REST: listed, given, taken away. Ours, not OMA's, under `x-satchel`.
///
/// Owns no state: grants are the model's, and IMAP's ACL and the operator's command work on the same ones. What a guest
/// may
/// do with what is open to him is not decided here but wherever it is done.
@NullMarked
package org.satchel.nms.sharing;

import org.jspecify.annotations.NullMarked;
