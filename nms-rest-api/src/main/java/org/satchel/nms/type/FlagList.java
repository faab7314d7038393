// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The flags of an object. NMS §5.1
public record FlagList(
        @Nullable List<String> flag, @Nullable String resourceURL) {
    public List<String> names() {
        return flag == null ? List.of() : flag;
    }
}
