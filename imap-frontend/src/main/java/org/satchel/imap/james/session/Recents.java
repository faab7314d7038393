// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.session;

import java.util.Arrays;
import org.satchel.model.Listing;
import org.satchel.model.Uid;

/// The objects that are `\Recent` to one session: ranges of uids, ascending.
public final class Recents {
    private static final long[] NONE = {};

    private long[] bounds = NONE;

    /// @param from first uid
    /// @param to behind the last uid
    public void add(long from, long to) {
        if (from >= to) {
            return;
        }
        if (bounds.length > 0 && bounds[bounds.length - 1] >= from) {
            bounds[bounds.length - 1] = Math.max(bounds[bounds.length - 1], to);
            return;
        }
        bounds = Arrays.copyOf(bounds, bounds.length + 2);
        bounds[bounds.length - 2] = from;
        bounds[bounds.length - 1] = to;
    }

    public void clear() {
        bounds = NONE;
    }

    public boolean contains(Uid uid) {
        return contains(uid.number());
    }

    public boolean contains(long number) {
        for (int i = 0; i < bounds.length; i += 2) {
            if (number >= bounds[i] && number < bounds[i + 1]) {
                return true;
            }
        }
        return false;
    }

    /// How many of them the listing holds.
    public int count(Listing listing) {
        int count = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            count += ceiling(listing, bounds[i + 1]) - ceiling(listing, bounds[i]);
        }
        return count;
    }

    /// Bounds in pairs: first uid, behind the last uid.
    public long[] bounds() {
        return bounds.clone();
    }

    private static int ceiling(Listing listing, long uid) {
        return uid > Uid.LAST.number() ? listing.count() : listing.ceiling(Uid.of(uid));
    }
}
