// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// What stands in the rows of groups: the commits themselves, or, when they are many bytes, the parts that hold them.
/// Replicas agree on a small row either way, and none exceeds what Cassandra takes as one mutation.
///
/// A body begins with a length, which is not negative; a list of parts begins with -1.
final class Bodies {
    /// A body of up to so many bytes stands in its row.
    static final int ROW_BYTES_MAX = 128 * 1024;
    private static final int PART_BYTES = 512 * 1024;
    private static final int PARTS = -1;

    private final PartTable parts;

    Bodies(PartTable parts) {
        this.parts = parts;
    }

    /// A row's value, and the parts that were written for it.
    record Stored(ByteBuffer value, List<UUID> parts) {
        Stored {
            parts = List.copyOf(parts);
        }
    }

    /// @param lifetime of parts; zero = for ever
    Stored store(UUID box, ByteBuffer body, Duration lifetime) {
        if (body.remaining() <= ROW_BYTES_MAX) {
            return new Stored(body, List.of());
        }
        var ids = new ArrayList<UUID>();
        for (int from = 0; from < body.remaining(); from += PART_BYTES) {
            var id = UUID.randomUUID();
            int length = Math.min(PART_BYTES, body.remaining() - from);
            Database.await(parts.put(box, id, body.slice(body.position() + from, length), lifetime));
            ids.add(id);
        }
        var value =
                ByteBuffer.allocate(Integer.BYTES + 2 * Long.BYTES * ids.size()).putInt(PARTS);
        ids.forEach(id -> value.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()));
        return new Stored(value.flip(), ids);
    }

    Group group(UUID box, UUID op, ByteBuffer value) {
        if (value.getInt(value.position()) != PARTS) {
            return Group.of(op, value, List.of());
        }
        var rest = value.duplicate().position(value.position() + Integer.BYTES);
        var ids = new ArrayList<UUID>();
        while (rest.hasRemaining()) {
            ids.add(new UUID(rest.getLong(), rest.getLong()));
        }
        var pieces = ids.stream().map(id -> Database.await(parts.read(box, id))).toList();
        var body = ByteBuffer.allocate(
                pieces.stream().mapToInt(piece -> piece.length).sum());
        pieces.forEach(body::put);
        return Group.of(op, body.flip(), ids);
    }
}
