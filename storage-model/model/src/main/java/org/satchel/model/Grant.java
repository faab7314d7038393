// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Rights of one principal on one folder, until they expire.
///
/// @param expires null = never; at and after this instant the grant is as if it were not there
public record Grant(
        FolderId folder,
        String principal,
        Set<Right> rights,
        @Nullable Instant expires) {
    public Grant {
        rights = rights.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(rights));
    }

    public boolean isLive(Instant now) {
        return expires == null || now.isBefore(expires);
    }
}
