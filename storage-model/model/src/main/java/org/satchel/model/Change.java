// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One fact that a commit made true. The changes of all commits, replayed onto an empty box, give the present box.
public sealed interface Change {
    record FolderCreated(FolderId folder, FolderPath path, int uidValidity, boolean system) implements Change {}

    /// One per folder of the renamed subtree.
    record FolderRenamed(FolderId folder, FolderPath from, FolderPath to) implements Change {}

    /// @param node true when the folder stays as a mere node of the tree because it has children
    record FolderRemoved(FolderId folder, FolderPath path, boolean node) implements Change {}

    /// A path was subscribed or unsubscribed; no folder needs to be there.
    record SubscriptionSet(FolderPath path, boolean subscribed) implements Change {}

    /// A new object.
    ///
    /// @param source the object it was copied from; null for a deposit
    /// @param key idempotency key; null = none
    record ObjectAdded(
            FolderId folder,
            Entry entry,
            @Nullable ObjectId source,
            @Nullable String key) implements Change {}

    record FlagsChanged(FolderId folder, Uid uid, ObjectId object, Flags before, Flags after) implements Change {}

    /// @param entry as it stands in the new folder
    record ObjectMoved(FolderId from, Uid fromUid, FolderId to, Entry entry) implements Change {}

    /// @param last how the object stood when it was removed
    record ObjectRemoved(FolderId folder, Entry last, Cause cause) implements Change {}

    /// Why an object is gone.
    enum Cause {
        /// Somebody removed it.
        REMOVED,
        /// Retention removed it.
        EXPIRED
    }

    /// @param value null = removed
    record AnnotationSet(
            @Nullable FolderId folder,
            String entry,
            String principal,
            @Nullable String value) implements Change {}

    /// A grant was given, or taken away when it holds no rights.
    record GrantSet(Grant grant) implements Change {}

    record QuotaSet(Quota quota) implements Change {}

    /// Commits up to and including this one can no longer be asked for.
    record HistoryPurged(ModSeq through, Instant horizon) implements Change {}
}
