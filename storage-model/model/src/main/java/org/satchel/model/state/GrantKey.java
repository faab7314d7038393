// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.state;

import java.util.Comparator;
import org.satchel.model.FolderId;

/// Sort key of a grant.
record GrantKey(FolderId folder, String principal) implements Comparable<GrantKey> {
    private static final Comparator<GrantKey> ORDER =
            Comparator.comparing(GrantKey::folder).thenComparing(GrantKey::principal);

    @Override
    public int compareTo(GrantKey other) {
        return ORDER.compare(this, other);
    }
}
