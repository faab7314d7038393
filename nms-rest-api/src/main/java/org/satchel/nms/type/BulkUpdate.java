// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

import org.jspecify.annotations.Nullable;

/// Flags to add to, or to remove from, many objects. NMS §5.4
public record BulkUpdate(
        ReferenceList.@Nullable Objects objects,
        @Nullable SelectionCriteria selectionCriteria,
        @Nullable FlagList flags,
        @Nullable String operation) {}
