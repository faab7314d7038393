// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.cluster;

/// Who writes what at the same time.
///
/// @param boxes written at the same time
/// @param callers of each box; each waits for its write before it begins the next
/// @param deposits in one write
record Load(int boxes, int callers, int deposits) {
    Load {
        if (boxes < 1 || callers < 1 || deposits < 1 || boxes * callers > 1000 || deposits > 1000) {
            throw new IllegalArgumentException(boxes + " boxes, " + callers + " callers, " + deposits + " deposits");
        }
    }
}
