// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.state;

import java.util.function.Consumer;
import org.satchel.model.Entry;
import org.satchel.model.Listing;
import org.satchel.model.Uid;

/// Two listings, one behind the other; all uids of the second are larger.
record JoinedListing(Listing first, Listing second) implements Listing {
    @Override
    public int count() {
        return first.count() + second.count();
    }

    @Override
    public Entry at(int index) {
        int behind = index - first.count();
        return behind < 0 ? first.at(index) : second.at(behind);
    }

    @Override
    public int ceiling(Uid uid) {
        int index = first.ceiling(uid);
        return index < first.count() ? index : first.count() + second.ceiling(uid);
    }

    @Override
    public void forEach(int from, int to, Consumer<Entry> action) {
        int cut = first.count();
        if (from < cut) {
            first.forEach(from, Math.min(to, cut), action);
        }
        if (to > cut) {
            second.forEach(Math.max(from, cut) - cut, to - cut, action);
        }
    }
}
