// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.settings;

import java.util.Set;
import org.satchel.model.BoxId;

/// Who sends a request, as far as [Login] knows.
///
/// @param principal whose rights count in a box; for the owner of a box, its id
/// @param boxes those that may be named in the URL
public record Caller(String principal, Set<BoxId> boxes) {
    public Caller {
        boxes = Set.copyOf(boxes);
    }

    /// The owner of a box, with no other.
    public static Caller owner(BoxId box) {
        return new Caller(box.text(), Set.of(box));
    }
}
