// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

/// One object with all that is known of it but its bytes.
///
/// @param folder where it is
/// @param entry its line in the folder's listing: uid, flags, dates, size, ids
/// @param summary what the one pass at deposit found in the payload
public record StoredObject(FolderId folder, Entry entry, Summary summary) {
    public Placement placement() {
        return new Placement(folder, entry.uid());
    }

    public ObjectId id() {
        return entry.object();
    }
}
