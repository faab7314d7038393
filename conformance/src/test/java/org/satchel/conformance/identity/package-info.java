// SPDX-License-Identifier: Apache-2.0
/// One truth, two protocols: whatever came in by any of the three ways is the same over IMAP and NMS.
///
/// The same bytes, the same flags, the same mod-sequence; whoever waits, in IDLE or in a long poll, is woken by each
/// way; what one protocol removes is gone in the other, and both tell so.
@NullMarked
package org.satchel.conformance.identity;

import org.jspecify.annotations.NullMarked;
