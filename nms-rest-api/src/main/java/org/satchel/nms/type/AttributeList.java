// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The attributes of an object or folder. NMS §5.1
public record AttributeList(@Nullable List<NmsAttribute> attribute) {
    public List<NmsAttribute> all() {
        return attribute == null ? List.of() : attribute;
    }
}
