// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The boxes kept in memory although nobody may be using them, least recently used first, within a budget of
/// bytes and of number.
///
/// A box given up here lives on for as long as somebody holds it, but its listings are left to the rows
/// again.
final class WarmBoxes {
    private final EngineLimits limits;
    /// Guarded by itself; bytes counted per box, in order of use.
    private final Map<EmbeddedBox, Long> boxes = new LinkedHashMap<>(16, 0.75f, true);

    private long bytes;

    WarmBoxes(EngineLimits limits) {
        this.limits = limits;
    }

    /// The box was used, and takes so many bytes now. Called without the box's lock.
    void used(EmbeddedBox box, long boxBytes) {
        for (var cold : account(box, boxBytes)) {
            cold.cool();
        }
    }

    void forget(EmbeddedBox box) {
        synchronized (boxes) {
            var counted = boxes.remove(box);
            bytes -= counted == null ? 0 : counted;
        }
    }

    private List<EmbeddedBox> account(EmbeddedBox box, long boxBytes) {
        synchronized (boxes) {
            var counted = boxes.put(box, boxBytes);
            bytes += boxBytes - (counted == null ? 0 : counted);
            if (bytes <= limits.residentBytesMax() && boxes.size() <= limits.residentBoxesMax()) {
                return List.of();
            }
            return giveUp();
        }
    }

    private List<EmbeddedBox> giveUp() {
        var cold = new ArrayList<EmbeddedBox>();
        var oldest = boxes.entrySet().iterator();
        while (oldest.hasNext() && (bytes > limits.residentBytesMax() || boxes.size() > limits.residentBoxesMax())) {
            var entry = oldest.next();
            bytes -= entry.getValue();
            cold.add(entry.getKey());
            oldest.remove();
        }
        return cold;
    }
}
