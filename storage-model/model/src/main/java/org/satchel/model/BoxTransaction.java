// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The verbs of a write. Each checks the actor's rights and the box's
/// limits, and throws [StoreFailure] without having changed anything.
///
/// All changes of one transaction get the same mod-sequence. [#view] shows the box with what was done so far.
public interface BoxTransaction {
    BoxView view();

    /// The mod-sequence that this transaction will have if it changes anything.
    ModSeq modSeq();

    /// Creates the folder and its missing parents.
    ///
    /// @throws StoreFailure.AlreadyExists when it is there; a mere node of the tree becomes a folder again
    Folder createFolder(FolderPath path);

    /// Renames a folder with everything below it; missing parents of the new place are created.
    ///
    /// @throws StoreFailure.NotPermitted for a system folder, or when the new place is within the old
    void renameFolder(FolderId folder, FolderPath to);

    /// Removes a folder and its objects. With children it stays as a node that cannot be selected.
    void removeFolder(FolderId folder);

    /// Removes a folder, its objects, and everything below it.
    void removeTree(FolderId folder);

    void subscribe(FolderPath path, boolean subscribed);

    /// Puts a draft into a folder.
    ///
    /// @return the new object, or the present one when the deposit's key is known
    Entry deposit(FolderId folder, Draft draft, Deposit how);

    /// Edits flags.
    ///
    /// @param uids those that are not there are passed over
    /// @param unchangedSince objects changed after this are left
    /// alone and reported; null = no condition. RFC 7162 §3.1.3
    Flagged flag(FolderId folder, Collection<Uid> uids, FlagEdit edit, @Nullable ModSeq unchangedSince);

    /// @return the new entries, in the order of `uids`; uids that are not there are passed over
    List<Copied> copy(FolderId from, Collection<Uid> uids, FolderId to);

    /// Moves objects; they keep their ids and get new uids.
    List<Copied> move(FolderId from, Collection<Uid> uids, FolderId to);

    /// @return the entries that were there and are gone
    List<Entry> remove(FolderId folder, Collection<Uid> uids, Change.Cause cause);

    /// @param folder null = the box itself
    /// @param value null = remove
    void annotate(@Nullable FolderId folder, String entry, String principal, @Nullable String value);

    /// Sets the rights of a principal on a folder; no rights = take away.
    void grant(Grant grant);

    void setQuota(Quota quota);

    /// Forgets the commits up to and including `through`.
    void purgeHistory(ModSeq through);

    default Folder folder(FolderId id) {
        return view().folder(id).orElseThrow(() -> new StoreFailure.NotFound("folder " + id.number()));
    }

    default Optional<Folder> folder(FolderPath path) {
        return view().folder(path);
    }

    /// What a flag edit did.
    ///
    /// @param entries all addressed objects that met the condition, as they stand now, changed or not
    /// @param changed uids of those that really changed
    /// @param modified uids that failed the condition
    record Flagged(List<Entry> entries, List<Uid> changed, List<Uid> modified) {
        public Flagged {
            entries = List.copyOf(entries);
            changed = List.copyOf(changed);
            modified = List.copyOf(modified);
        }
    }

    /// @param from uid at the old place
    /// @param entry as it stands at the new place
    record Copied(Uid from, Entry entry) {}
}
