// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra.nodes;

import java.io.IOException;
import java.nio.ByteBuffer;

/// What became of a group that a guest added to.
///
/// @param behind the commits of the group after those of the guest, as bytes; empty unless it is done
public record Landed(Fate fate, ByteBuffer behind) {
    /// Nobody can say: the guest finds out from the tables.
    public static final Landed UNKNOWN = new Landed(Fate.UNKNOWN, ByteBuffer.allocate(0));

    /// Nothing of it is in the box, and nothing will be.
    public static final Landed LOST = new Landed(Fate.LOST, ByteBuffer.allocate(0));

    /// Whether the group is in the box.
    public enum Fate {
        DONE('d'),
        LOST('l'),
        UNKNOWN('u');

        private final byte code;

        Fate(char code) {
            this.code = (byte) code;
        }
    }

    /// Nothing came behind the guest.
    public static Landed done() {
        return new Landed(Fate.DONE, ByteBuffer.allocate(0));
    }

    byte[] encode() {
        return ByteBuffer.allocate(1 + behind.remaining())
                .put(fate.code)
                .put(behind.duplicate())
                .array();
    }

    static Landed decode(byte[] bytes) throws IOException {
        for (var fate : Fate.values()) {
            if (bytes.length > 0 && bytes[0] == fate.code) {
                return new Landed(fate, ByteBuffer.wrap(bytes, 1, bytes.length - 1));
            }
        }
        throw new IOException("no fate of a group");
    }
}
