// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The orders of the folders that were looked at last, within a number of bytes. Safe for any number of threads: what
/// two of them make at once is equally right, and one of it stays.
final class FolderOrders {
    /// Heap of an order without its objects, in bytes, estimated.
    private static final int FIXED_BYTES = 256;

    private final long bytesMax;
    private final Map<Key, FolderOrder> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    FolderOrders(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// The order of one folder, with all that the view shows there.
    FolderOrder of(BoxView view, Folder folder, Listing listing, Search.Order order) {
        var key = new Key(view.box(), folder.id(), folder.uidValidity(), order);
        var present = get(key);
        var grown = (present == null ? FolderOrder.empty(order) : present).upTo(view, folder.id(), listing);
        if (grown != present) {
            put(key, grown);
        }
        return grown;
    }

    private synchronized @Nullable FolderOrder get(Key key) {
        return kept.get(key);
    }

    private synchronized void put(Key key, FolderOrder order) {
        if (bytes(order) > bytesMax) {
            return;
        }
        var before = kept.put(key, order);
        bytes += bytes(order) - (before == null ? 0 : bytes(before));
        var eldest = kept.values().iterator();
        while (bytes > bytesMax) {
            bytes -= bytes(eldest.next());
            eldest.remove();
        }
    }

    private static long bytes(FolderOrder order) {
        return FIXED_BYTES + (long) FolderOrder.BYTES * order.size();
    }

    /// @param uidValidity tells a folder from one of an earlier box of the same name
    private record Key(BoxId box, FolderId folder, int uidValidity, Search.Order order) {}
}
