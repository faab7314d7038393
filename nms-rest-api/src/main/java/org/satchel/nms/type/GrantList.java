// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What others may do in the folders of a box. Ours, not OMA's.
public record GrantList(List<NmsGrant> grant, String resourceURL) {
    /// What one principal may do in one folder; as input, `rights` and `expires` alone count.
    ///
    /// @param principal address of the account that has the rights, or `anyone`
    /// @param rights their letters, as in the IMAP ACL: `lr`
    /// @param expires end of the rights, UTC; null = they have none
    public record NmsGrant(
            @Nullable String folder,
            @Nullable String path,
            @Nullable String principal,
            @Nullable String rights,
            @Nullable String expires,
            @Nullable String resourceURL) {}

    /// Folders of others that are open to the one who asks.
    public record Shared(List<SharedFolder> folder) {}

    /// What is open of the box of somebody else.
    ///
    /// @param box URL of the owner's box
    /// @param expires when the first of the rights ends; null = none does by itself
    public record SharedFolder(
            String box,
            String folder,
            String path,
            String rights,
            @Nullable String expires) {}
}
