// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.state;

import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.satchel.model.FolderId;

/// Sort key of an annotation.
///
/// @param folder number of the folder; 0 for the box
/// @param entry in lower case. RFC 5464 §3.2
record AnnotationKey(long folder, String entry, String principal) implements Comparable<AnnotationKey> {
    private static final Comparator<AnnotationKey> ORDER = Comparator.comparingLong(AnnotationKey::folder)
            .thenComparing(AnnotationKey::entry)
            .thenComparing(AnnotationKey::principal);

    static AnnotationKey of(@Nullable FolderId folder, String entry, String principal) {
        return new AnnotationKey(folder == null ? 0 : folder.number(), entry.toLowerCase(Locale.ROOT), principal);
    }

    @Override
    public int compareTo(AnnotationKey other) {
        return ORDER.compare(this, other);
    }
}
