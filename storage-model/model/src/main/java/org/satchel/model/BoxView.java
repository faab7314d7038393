// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// A box at one mod-sequence: an immutable value.
public interface BoxView {
    BoxId box();

    ModSeq modSeq();

    /// Positions before this one are answered with [Delta.Truncated].
    ModSeq oldest();

    /// All folders, by path.
    Collection<Folder> folders();

    Optional<Folder> folder(FolderId id);

    Optional<Folder> folder(FolderPath path);

    Set<FolderPath> subscriptions();

    /// @throws StoreFailure.NotFound when there is no such folder
    Listing listing(FolderId folder);

    Optional<Placement> locate(ObjectId object);

    /// @throws StoreFailure.NotFound when there is no such object
    StoredObject object(Placement placement);

    /// The objects with uids from `first` to `last`, in order, read in one pass.
    void objects(FolderId folder, Uid first, Uid last, Consumer<StoredObject> action);

    /// @throws StoreFailure.NotFound when the object was removed meanwhile
    Payload payload(Placement placement);

    /// The object that was deposited with this idempotency key, as long as it is there.
    default Optional<ObjectId> deposited(String key) {
        return Optional.ofNullable(deposited(List.of(key)).get(key));
    }

    /// The same of many keys, asked for at once: the objects of those that have one.
    Map<String, ObjectId> deposited(Collection<String> keys);

    /// Annotations of the folder, or of the box when `folder` is empty.
    List<Annotation> annotations(Optional<FolderId> folder);

    /// All grants of a folder, expired ones too.
    List<Grant> grants(FolderId folder);

    /// What `principal` may do in the folder at `now`: everything for the owner, else what live grants say.
    Set<Right> rights(String principal, FolderId folder, Instant now);

    Quota quota();

    Quota.Usage usage();
}
