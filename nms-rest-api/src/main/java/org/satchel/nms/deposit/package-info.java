// SPDX-License-Identifier: Apache-2.0
/// From an uploaded object to the message that is stored: rendered once, the same bytes for every reader ever after.
///
/// Contents stream through: at most one lookahead of 64 KiB is held. Whatever comes is either kept byte for byte
/// (perhaps in base64), or refused;
/// nothing is repaired. Values of attributes never break out of their header line.
@NullMarked
package org.satchel.nms.deposit;

import org.jspecify.annotations.NullMarked;
