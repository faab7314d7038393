// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

import org.jspecify.annotations.Nullable;

/// Objects to be removed together. NMS §5.4
public record BulkDelete(
        ReferenceList.@Nullable Objects objects, @Nullable SelectionCriteria selectionCriteria) {}
