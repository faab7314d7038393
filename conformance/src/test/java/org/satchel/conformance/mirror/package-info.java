// SPDX-License-Identifier: Apache-2.0
/// `satchel sync` against a server that is changed over both protocols, and killed: what is in its folder is compared
/// with the store, read over IMAP and NMS by other means.
@NullMarked
package org.satchel.conformance.mirror;

import org.jspecify.annotations.NullMarked;
