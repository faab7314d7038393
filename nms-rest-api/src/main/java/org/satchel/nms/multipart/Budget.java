// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.multipart;

import org.satchel.nms.problem.Refusal;
import org.satchel.nms.settings.NmsLimits;

/// What one request may still use up, over all its levels. One request, one thread.
public final class Budget {
    private final NmsLimits.Bodies limits;
    private int parts;

    public Budget(NmsLimits.Bodies limits) {
        this.limits = limits;
    }

    int headerBytesMax() {
        return limits.partHeaderBytesMax();
    }

    /// @throws Refusal 413 when there have been too many
    void countPart() {
        if (++parts > limits.partsMax()) {
            throw Refusal.tooLarge("more than " + limits.partsMax() + " parts");
        }
    }

    /// @param depth 1 for the outermost multipart
    public void checkDepth(int depth) {
        if (depth > limits.partDepthMax()) {
            throw Refusal.tooLarge("multipart nested deeper than " + limits.partDepthMax());
        }
    }
}
