// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.metadata;

import java.util.Optional;
import org.satchel.model.Folder;
import org.satchel.model.FolderPath;

/// What a folder is for, in words that mail clients know.
///
/// One folder of a CPM box has such a use: `RCSMessageStore` is where the owner keeps what is to stay, which is an
/// archive. Nothing else is what the words say: there are no drafts, no junk and no trash, and what was sent lies with
/// what came. It is a use of the owner's; to others the folder is a folder like any other.
// RFC 6154 §2, CPM-MSG §4.1
public final class SpecialUse {
    private static final EntryName NAME = new EntryName("/private/specialuse");
    private static final FolderPath ARCHIVE = new FolderPath("RCSMessageStore");

    private SpecialUse() {}

    /// The attribute of a folder in one's own box; empty = it is for nothing special.
    public static Optional<String> of(FolderPath path) {
        return path.equals(ARCHIVE) ? Optional.of("\\Archive") : Optional.empty();
    }

    /// The same as an entry, which clients only read.
    // RFC 6154 §4
    public static FolderFacts.Fact fact(Folder folder) {
        return new FolderFacts.Fact(NAME, () -> of(folder.path()));
    }

    static boolean names(EntryName name) {
        return name.key().equals(NAME.key());
    }
}
