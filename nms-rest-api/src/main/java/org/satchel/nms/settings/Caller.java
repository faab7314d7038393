// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.settings;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.satchel.model.BoxId;

/// Who sends a request, as far as [Login] knows.
///
/// @param principal whose rights count in boxes of others; who owns a box acts there under its id
/// @param boxes those that are the caller's own
/// @param mayVisit whether what others share with the principal is open, too
public record Caller(String principal, Set<BoxId> boxes, boolean mayVisit) {
    public Caller {
        boxes = Set.copyOf(boxes);
    }

    /// The owner of a box, with no other.
    public static Caller owner(BoxId box) {
        return new Caller(box.text(), Set.of(box), true);
    }

    /// Who holds a token that opens some boxes.
    ///
    /// @param boxes at least one; the first is the principal's
    public static Caller bearer(List<BoxId> boxes, boolean mayVisit) {
        return new Caller(boxes.getFirst().text(), new LinkedHashSet<>(boxes), mayVisit);
    }
}
