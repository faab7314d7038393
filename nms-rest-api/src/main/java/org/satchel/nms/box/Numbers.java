// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.box;

import org.jspecify.annotations.Nullable;
import org.satchel.nms.problem.Refusal;

/// Numbers in the query of a URL.
public final class Numbers {
    private Numbers() {}

    /// @return null when there is none
    /// @throws Refusal 400 when it is no number, or has more than nine digits
    public static @Nullable Integer of(String name, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (!text.matches("\\d{1,9}")) {
            throw Refusal.badInput(name);
        }
        return Integer.valueOf(text);
    }
}
