// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.satchel.model.FolderId;
import org.satchel.model.Placement;
import org.satchel.model.Uid;

/// The row that says where an object is, and with which idempotency key it came, so that the key can go when
/// the object goes.
final class PlaceRow {
    private static final int PLACEMENT_BYTES = Long.BYTES + Integer.BYTES;

    private PlaceRow() {}

    static byte[] of(FolderId folder, Uid uid, @Nullable String key) {
        var text = key == null ? new byte[0] : key.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(PLACEMENT_BYTES + text.length)
                .putLong(folder.number())
                .putInt(uid.bits())
                .put(text)
                .array();
    }

    static Placement placement(byte[] row) {
        var bytes = ByteBuffer.wrap(row);
        return new Placement(new FolderId(bytes.getLong()), new Uid(bytes.getInt()));
    }

    /// The same object at another place.
    static byte[] moved(byte[] row, FolderId folder, Uid uid) {
        return ByteBuffer.wrap(row.clone())
                .putLong(folder.number())
                .putInt(uid.bits())
                .array();
    }

    static @Nullable String key(byte[] row) {
        int length = row.length - PLACEMENT_BYTES;
        return length == 0 ? null : new String(row, PLACEMENT_BYTES, length, StandardCharsets.UTF_8);
    }
}
