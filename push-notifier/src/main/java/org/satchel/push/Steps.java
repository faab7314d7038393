// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import org.satchel.model.BoxId;

/// Boxes as steps of registry keys, so that what belongs to a box is a scan below `<area>/<box>/`.
public final class Steps {
    private Steps() {}

    /// The name of a box without a slash.
    public static String of(BoxId box) {
        return box.text().replace("%", "%25").replace("/", "%2F");
    }

    static BoxId box(String step) {
        return new BoxId(step.replace("%2F", "/").replace("%25", "%"));
    }
}
