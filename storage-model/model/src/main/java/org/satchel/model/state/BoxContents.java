// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.state;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.satchel.model.Entry;
import org.satchel.model.FolderId;
import org.satchel.model.Listing;
import org.satchel.model.ObjectId;
import org.satchel.model.Payload;
import org.satchel.model.Placement;
import org.satchel.model.StoreFailure;
import org.satchel.model.Summary;
import org.satchel.model.Uid;

/// What an engine keeps of a box outside the [BoxState]: rows that
/// are read when somebody asks. Safe for any number of threads.
///
/// An engine answers from its newest rows; a state checks against itself what may have changed since.
public interface BoxContents {
    /// Calls `action` for the entries of a folder up to uid `last`, in uid order.
    ///
    /// Asked only while nobody has changed these rows since the state was restored or cooled.
    void loadListing(FolderId folder, Uid last, Consumer<Entry> action);

    /// One of the entries that [#loadListing] would give.
    Optional<Entry> loadEntry(FolderId folder, Uid uid);

    /// @throws StoreFailure.NotFound when the object was removed meanwhile
    Summary summary(FolderId folder, Entry entry);

    /// Calls `action` for the entries of `listing` from index `from` (inclusive) to index `to`
    /// (exclusive), in order, reading in one pass. Objects removed meanwhile are passed over.
    void summaries(FolderId folder, Listing listing, int from, int to, BiConsumer<Entry, Summary> action);

    /// @throws StoreFailure.NotFound when the object was removed meanwhile
    Payload payload(FolderId folder, Entry entry);

    /// Where the object is now; empty when it is gone.
    Optional<Placement> locate(ObjectId object);

    /// The objects that were last deposited with these keys, of those that were; an object may be gone.
    Map<String, ObjectId> deposited(Collection<String> keys);
}
