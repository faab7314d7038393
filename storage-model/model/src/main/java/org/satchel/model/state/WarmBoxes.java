// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The boxes that an engine keeps in memory although nobody may be using them, least recently used first, within a
/// budget of bytes and of number.
///
/// A box given up here lives on for as long as somebody holds it, but what it loaded is left to the engine again.
///
/// @param <B> the engine's box
public final class WarmBoxes<B> {
    private final long bytesMax;
    private final int boxesMax;
    private final Consumer<B> cool;
    /// Guarded by itself; bytes counted per box, in order of use.
    private final Map<B, Long> boxes = new LinkedHashMap<>(16, 0.75f, true);

    private long bytes;

    /// @param cool gives up what a box has loaded; called without any lock of this class
    public WarmBoxes(long bytesMax, int boxesMax, Consumer<B> cool) {
        this.bytesMax = bytesMax;
        this.boxesMax = boxesMax;
        this.cool = cool;
    }

    /// The box was used, and takes so many bytes now. Called without the box's lock.
    public void used(B box, long boxBytes) {
        account(box, boxBytes).forEach(cool);
    }

    public void forget(B box) {
        synchronized (boxes) {
            var counted = boxes.remove(box);
            bytes -= counted == null ? 0 : counted;
        }
    }

    private List<B> account(B box, long boxBytes) {
        synchronized (boxes) {
            var counted = boxes.put(box, boxBytes);
            bytes += boxBytes - (counted == null ? 0 : counted);
            if (bytes <= bytesMax && boxes.size() <= boxesMax) {
                return List.of();
            }
            return giveUp();
        }
    }

    private List<B> giveUp() {
        var cold = new ArrayList<B>();
        var oldest = boxes.entrySet().iterator();
        while (oldest.hasNext() && (bytes > bytesMax || boxes.size() > boxesMax)) {
            var entry = oldest.next();
            bytes -= entry.getValue();
            cold.add(entry.getKey());
            oldest.remove();
        }
        return cold;
    }
}
