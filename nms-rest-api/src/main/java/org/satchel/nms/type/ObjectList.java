// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of objects. NMS §5.1
///
/// @param cursor where to go on; null = there is no more
/// @param creationCursor mark for a later search for what came after
public record ObjectList(
        @Nullable List<NmsObject> object,
        @Nullable String cursor,
        @Nullable String creationCursor) {}
