// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.session;

import java.util.Arrays;
import org.apache.james.imap.api.message.IdRange;
import org.satchel.model.Listing;
import org.satchel.model.Uid;

/// What a search kept for `$`: uids of the selected folder, as ranges. Uids that are gone name nothing, and none ever
/// comes back, so that it follows what is removed without being told.
// RFC 5182
public final class KeptResult {
    public static final KeptResult NONE = new KeptResult(new long[0]);

    /// What stands for `$` in a request until it is run: what is kept may change, and numbers may, while answers before
    /// it are owed.
    private static final IdRange[] MARK = {new IdRange(-1, -1)};

    private final long[] bounds;

    private KeptResult(long[] bounds) {
        this.bounds = bounds;
    }

    public static IdRange[] mark() {
        return MARK.clone();
    }

    public static boolean isMark(IdRange[] set) {
        return set.length == 1 && set[0].equals(MARK[0]);
    }

    /// @param uids ascending
    /// @param told objects that follow each other here become one range, whatever uids are missing between them
    public static KeptResult of(long[] uids, Listing told) {
        var bounds = new long[2 * uids.length];
        int used = 0;
        int lastIndex = -2;
        for (long uid : uids) {
            int index = told.indexOf(Uid.of(uid));
            if (used == 0 || index != lastIndex + 1) {
                bounds[used] = uid;
                used += 2;
            }
            bounds[used - 1] = uid + 1;
            lastIndex = index;
        }
        return new KeptResult(Arrays.copyOf(bounds, used));
    }

    /// In pairs: first uid, behind the last uid. Ascending.
    public long[] bounds() {
        return bounds.clone();
    }
}
