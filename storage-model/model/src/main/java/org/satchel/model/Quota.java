// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

/// Limits of a box.
public record Quota(long bytesMax, long objectsMax) {
    public static final Quota UNLIMITED = new Quota(Long.MAX_VALUE, Long.MAX_VALUE);

    public Quota {
        if (bytesMax < 0 || objectsMax < 0) {
            throw new IllegalArgumentException("quota is negative");
        }
    }

    /// What a box holds now.
    public record Usage(long bytes, long objects) {}
}
