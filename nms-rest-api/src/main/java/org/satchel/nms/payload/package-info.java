// SPDX-License-Identifier: Apache-2.0
/// Bytes of objects on their way out: whole payloads, single parts, and ranges of either.
///
/// Nothing is held whole but a picture that was made smaller; sizes are known before the first byte is written, so that
/// ranges and lengths are exact. The
/// bytes behind a URL never
/// change.
@NullMarked
package org.satchel.nms.payload;

import org.jspecify.annotations.NullMarked;
