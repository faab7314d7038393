// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.objects;

import org.jspecify.annotations.Nullable;
import org.satchel.model.BodyPart;

/// Finds parts in the stored structure by their numbers.
// RFC 3501 §6.4.5
public final class Parts {
    private Parts() {}

    /// A part number counts the parts of a multipart; what is no multipart has itself as its part 1.
    ///
    /// @param path from the outside in; empty = the whole
    /// @return null when there is no such part
    public static @Nullable BodyPart find(BodyPart root, int[] path) {
        BodyPart at = root;
        boolean whole = true;
        for (int number : path) {
            if (!whole && at instanceof BodyPart.Nested nested) {
                at = nested.body();
                whole = true;
            }
            if (at instanceof BodyPart.Multipart multipart) {
                if (number < 1 || number > multipart.parts().size()) {
                    return null;
                }
                at = multipart.parts().get(number - 1);
            } else if (number != 1 || !whole) {
                return null;
            }
            whole = false;
        }
        return at;
    }
}
