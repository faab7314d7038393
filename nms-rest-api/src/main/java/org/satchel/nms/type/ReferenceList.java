// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// References to objects and to folders. NMS §5.1
public record ReferenceList(
        @Nullable Objects objects, @Nullable Folders folders) {
    /// References to objects.
    public record Objects(@Nullable List<Reference> objectReference) {
        public List<Reference> all() {
            return objectReference == null ? List.of() : objectReference;
        }
    }

    /// References to folders.
    public record Folders(@Nullable List<Reference> folderReference) {
        public List<Reference> all() {
            return folderReference == null ? List.of() : folderReference;
        }
    }
}
