// SPDX-License-Identifier: Apache-2.0
/// Stored objects as resources: creation, reading, removal, flags, paths. What comes most has a way of its own there.
///
/// Every answer about an object comes from one immutable view of its box, from the summary made at deposit; the
/// payload is not opened.
@NullMarked
package org.satchel.nms.objects;

import org.jspecify.annotations.NullMarked;
