// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.grammar;

import java.util.EnumSet;
import java.util.Set;
import org.satchel.imap.ImapExtension;

/// What a listener offers and how it spells it.
public record Profile(Dialect dialect, Set<ImapExtension> extensions) {
    private static final Set<ImapExtension> SHARING =
            Set.of(ImapExtension.ACL, ImapExtension.RIGHTS, ImapExtension.LIST_MYRIGHTS);

    public Profile {
        extensions = Set.copyOf(extensions);
    }

    /// What every listener offers.
    public static Profile core() {
        return with(Dialect.CPM, Set.of());
    }

    /// The core and these.
    public static Profile with(Dialect dialect, Set<ImapExtension> more) {
        var all = EnumSet.noneOf(ImapExtension.class);
        all.addAll(more);
        for (var extension : ImapExtension.values()) {
            if (extension.isCore()) {
                all.add(extension);
            }
        }
        return new Profile(dialect, all);
    }

    /// Without what lets owners share their folders.
    public Profile withoutSharing() {
        var rest = EnumSet.copyOf(extensions);
        rest.removeAll(SHARING);
        return new Profile(dialect, rest);
    }

    public boolean has(ImapExtension extension) {
        return extensions.contains(extension);
    }

    public boolean isJames() {
        return dialect == Dialect.JAMES;
    }
}
