// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

import org.jspecify.annotations.Nullable;

/// Points to an object or folder. NMS §5.1
public record Reference(
        @Nullable String resourceURL, @Nullable String path) {}
