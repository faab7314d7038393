// SPDX-License-Identifier: Apache-2.0
/// What happened in a box, as NMS tells it: from commits of the change log to numbered event lists, and positions as
/// opaque tokens.
///
/// A list never holds more than its commits; the same notification gives the same numbers and tokens however often it
/// is written.
@NullMarked
package org.satchel.nms.events;

import org.jspecify.annotations.NullMarked;
