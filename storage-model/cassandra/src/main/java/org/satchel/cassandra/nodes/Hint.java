// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra.nodes;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// A box has a commit with this number.
public record Hint(UUID box, long last) {
    static final int BYTES = 3 * Long.BYTES;

    /// 24 bytes each, one after the other.
    static byte[] encode(List<Hint> hints) {
        var bytes = ByteBuffer.allocate(BYTES * hints.size());
        for (var hint : hints) {
            bytes.putLong(hint.box().getMostSignificantBits())
                    .putLong(hint.box().getLeastSignificantBits())
                    .putLong(hint.last());
        }
        return bytes.array();
    }

    /// Whole hints only; what is left over is passed over.
    static List<Hint> decode(byte[] bytes) {
        var hints = new ArrayList<Hint>(bytes.length / BYTES);
        var rest = ByteBuffer.wrap(bytes);
        while (rest.remaining() >= BYTES) {
            hints.add(new Hint(new UUID(rest.getLong(), rest.getLong()), rest.getLong()));
        }
        return hints;
    }
}
