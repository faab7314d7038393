// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.deposit;

import java.util.Locale;

/// Names of attributes that NMS keeps for members of an object that are no attributes. Never shown, never taken
/// from a client.
public final class Hidden {
    public static final String CORRELATION_ID = "nms.correlationId";
    public static final String CORRELATION_TAG = "nms.correlationTag";
    /// One value for each payload part; empty where the part has no icon.
    public static final String FILE_ICONS = "nms.fileIcons";

    private static final String PREFIX = "nms.";

    private Hidden() {}

    public static boolean is(String name) {
        return name.toLowerCase(Locale.ROOT).startsWith(PREFIX);
    }
}
