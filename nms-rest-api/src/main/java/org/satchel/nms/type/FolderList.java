// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of folders. NMS §5.2
public record FolderList(
        @Nullable List<NmsFolder> folder, @Nullable String cursor) {}
