// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A named fact with at least one value. NMS §5.1
public record NmsAttribute(@Nullable String name, @Nullable List<String> value) {}
