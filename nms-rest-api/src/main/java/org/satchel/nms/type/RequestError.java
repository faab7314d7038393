// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why a request failed: exactly one of the two. NMS §5.6, §10.1
public record RequestError(
        @Nullable Reason serviceException, @Nullable Reason policyException) {

    /// What is wrong.
    ///
    /// @param text with placeholders %1, %2 … for the variables
    public record Reason(String messageId, String text, List<String> variables) {}

    public static RequestError service(String id, String text, String... variables) {
        return new RequestError(new Reason(id, text, List.of(variables)), null);
    }

    public static RequestError policy(String id, String text, String... variables) {
        return new RequestError(null, new Reason(id, text, List.of(variables)));
    }
}
