// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of each item of a bulk request, in its order. NMS §5.4
public record BulkResponseList(List<Response> response) {

    /// What became of one: exactly one of `success` and `failure` is there.
    ///
    /// @param code an HTTP status
    public record Response(
            int code,
            String reason,
            @Nullable Reference success,
            @Nullable RequestError failure) {}
}
