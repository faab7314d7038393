// SPDX-License-Identifier: Apache-2.0
/// Many things in one request, each with its own outcome, in the order in which they were asked for.
///
/// One item's failure is no other's; what is done is done when the answer says so.
@NullMarked
package org.satchel.nms.bulk;

import org.jspecify.annotations.NullMarked;
