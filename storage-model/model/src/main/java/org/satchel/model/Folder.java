// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import org.jspecify.annotations.Nullable;

/// One container of objects, with the figures that STATUS and a folder listing need without looking inside.
///
/// @param id identity, kept across a rename
/// @param path present place
/// @param uidValidity 1 to 2^31-1; larger than that of any folder that had this path before. RFC 3501 §2.3.1.1
/// @param uidNext what the next object here will at least get
/// @param created mod-sequence of its creation
/// @param changed mod-sequence of the last change of anything in it: HIGHESTMODSEQ
/// @param count objects
/// @param unseen objects without `\Seen`
/// @param deleted objects with `\Deleted`
/// @param bytes sum of the objects' sizes
/// @param selectable false for a mere node of the tree, left behind when a folder with children was removed
/// @param system true for folders that can be neither renamed nor removed
/// @param landmarks null = a server from before they were kept wrote this
public record Folder(
        FolderId id,
        FolderPath path,
        int uidValidity,
        Uid uidNext,
        ModSeq created,
        ModSeq changed,
        int count,
        int unseen,
        int deleted,
        long bytes,
        boolean selectable,
        boolean system,
        @Nullable Landmarks landmarks) {}
