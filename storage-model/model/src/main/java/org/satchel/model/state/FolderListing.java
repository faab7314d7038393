// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.state;

import org.jspecify.annotations.Nullable;
import org.satchel.model.Entry;
import org.satchel.model.Listing;

/// The objects of a folder: a base that may be cold, and what was appended since.
///
/// @param base null when all entries are in `appended`
record FolderListing(@Nullable ColdBase base, Chunks appended) {
    static final FolderListing EMPTY = new FolderListing(null, Chunks.EMPTY);

    /// The whole listing, loaded if need be.
    Listing load(BoxContents contents) {
        return base == null ? appended : joined(base.load(contents));
    }

    /// What of the listing is in memory.
    Listing resident() {
        var loaded = base == null ? null : base.ifLoaded();
        return loaded == null ? appended : joined(loaded);
    }

    /// Estimated heap use, in bytes.
    long residentBytes() {
        return (long) resident().count() * Entry.BYTES;
    }

    private Listing joined(Chunks first) {
        return appended.count() == 0 ? first : new JoinedListing(first, appended);
    }
}
