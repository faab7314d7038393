// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.deposit;

import java.util.Optional;
import org.satchel.model.Summary;
import org.satchel.model.mime.Correlation;

/// Names of attributes that NMS keeps for members of an object that are no attributes. Never shown, never taken
/// from a client.
public final class Hidden {
    public static final String CORRELATION_ID = "nms.correlationId";
    public static final String CORRELATION_TAG = "nms.correlationTag";
    /// One value for each payload part; empty where the part has no icon.
    public static final String FILE_ICONS = "nms.fileIcons";

    private static final String PREFIX = "nms.";

    private Hidden() {}

    /// `correlationId`: as uploaded, else what the object's own fields say.
    // OMA NMS §5.1
    public static Optional<String> correlationId(Summary summary) {
        return summary.attribute(CORRELATION_ID).or(() -> Correlation.idOf(summary));
    }

    /// `correlationTag`: as uploaded, else computed for an SMS, which has no id that a device knows.
    // OMA NMS §5.1, §11.5
    public static Optional<String> correlationTag(Summary summary) {
        return summary.attribute(CORRELATION_TAG)
                .or(() -> Optional.of(summary.correlationTag()).filter(tag -> !tag.isEmpty()));
    }

    public static boolean is(String name) {
        return name.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }
}
