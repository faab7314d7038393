// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

import org.jspecify.annotations.Nullable;

/// What to copy or move, and where to. NMS §5.1
public record TargetSourceRef(
        @Nullable Reference targetRef, @Nullable ReferenceList sourceRefs) {}
