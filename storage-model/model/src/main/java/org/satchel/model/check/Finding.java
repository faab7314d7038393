// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.check;

/// One thing that is wrong.
///
/// @param box name of the box, or how the engine calls one without a name; empty for the store itself
/// @param what numbers that say where
/// @param mended it was, just now
public record Finding(Fault fault, String box, String what, boolean mended) {
    @Override
    public String toString() {
        return fault + " " + (box.isEmpty() ? "" : "box " + box + " ") + what + (mended ? " (mended)" : "") + ": "
                + fault.text();
    }
}
