// SPDX-License-Identifier: Apache-2.0
package org.satchel.folder;

import java.nio.file.Path;

/// Where payload files lie.
///
/// @param root made when it is not there
/// @param reserveBytes when less is free on its disk, nothing is taken in
public record FolderSettings(Path root, long reserveBytes) {
    private static final long STANDARD_RESERVE_BYTES = 256L * 1024 * 1024;

    public FolderSettings {
        if (reserveBytes < 0) {
            throw new IllegalArgumentException("reserveBytes is out of range: " + reserveBytes);
        }
    }

    public static FolderSettings of(Path root) {
        return new FolderSettings(root, STANDARD_RESERVE_BYTES);
    }
}
