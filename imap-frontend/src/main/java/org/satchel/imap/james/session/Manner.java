// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.session;

/// What may be said now.
public enum Manner {
    ALL,
    /// Everything, and FETCH lines with the uid.
    ALL_WITH_UID,
    /// Everything, and how many are recent when some of them went.
    EXPUNGE,
    /// All but what would change sequence numbers.
    NO_REMOVALS
}
