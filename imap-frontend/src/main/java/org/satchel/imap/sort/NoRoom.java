// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.sort;

/// More is to be held than a limit allows.
public final class NoRoom extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param limit which one
    public NoRoom(String limit) {
        super(limit, null, false, false);
    }
}
