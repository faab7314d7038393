// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Paths to be resolved. NMS §5.1
public record PathList(@Nullable List<String> path) {}
