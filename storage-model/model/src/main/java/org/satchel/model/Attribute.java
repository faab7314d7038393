// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.util.List;

/// One named fact about an object, as NMS and search see it: `Conversation-ID`,
/// `From`, `TextContent` … Names compare without regard to case.
///
/// @param values at least one
// OMA NMS §5.1
public record Attribute(String name, List<String> values) {
    public Attribute {
        values = List.copyOf(values);
        if (name.isEmpty() || values.isEmpty()) {
            throw new IllegalArgumentException("attribute without name or value: '" + name + "'");
        }
    }

    public static Attribute of(String name, String value) {
        return new Attribute(name, List.of(value));
    }
}
