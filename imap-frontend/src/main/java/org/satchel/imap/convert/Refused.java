// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.convert;

/// A conversion that is not done, and nothing came of it.
public final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean temporary;

    private Refused(String message, boolean temporary) {
        super(message);
        this.temporary = temporary;
    }

    /// It will be refused the next time, too.
    public static Refused forGood(String message) {
        return new Refused(message, false);
    }

    /// Too much is going on; it may do later.
    public static Refused forNow(String message) {
        return new Refused(message, true);
    }

    public boolean isTemporary() {
        return temporary;
    }
}
