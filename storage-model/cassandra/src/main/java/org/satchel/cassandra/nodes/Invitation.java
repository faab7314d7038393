// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra.nodes;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Leave to add commits to a group that is about to be landed.
///
/// @param guest names the one that was invited
/// @param op of the group
/// @param fence that the group is written with
/// @param base the commit that the group follows
/// @param missed the groups between what the guest knows and `base`; empty when they are many, or not at hand
/// @param ahead the commits that the group has already, as bytes
public record Invitation(UUID guest, UUID op, long fence, long base, List<Missed> missed, ByteBuffer ahead) {
    private static final int MISSED_MAX = 1_000;

    public Invitation {
        missed = List.copyOf(missed);
    }

    /// A group that is in the box.
    public record Missed(UUID op, ByteBuffer commits) {}

    byte[] encode() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        write(guest, out);
        write(op, out);
        out.writeLong(fence);
        out.writeLong(base);
        out.writeInt(missed.size());
        for (var group : missed) {
            write(group.op(), out);
            write(group.commits(), out);
        }
        write(ahead, out);
        return bytes.toByteArray();
    }

    static Invitation decode(byte[] bytes) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(bytes));
        var guest = readUuid(in);
        var op = readUuid(in);
        long fence = in.readLong();
        long base = in.readLong();
        int count = in.readInt();
        if (count < 0 || count > MISSED_MAX) {
            throw new IOException("an invitation with " + count + " groups");
        }
        var missed = new ArrayList<Missed>(count);
        for (int i = 0; i < count; i++) {
            var group = readUuid(in);
            missed.add(new Missed(group, readBytes(in)));
        }
        return new Invitation(guest, op, fence, base, missed, readBytes(in));
    }

    private static void write(ByteBuffer bytes, DataOutputStream out) throws IOException {
        var copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        out.writeInt(copy.length);
        out.write(copy);
    }

    private static ByteBuffer readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("an invitation with " + length + " bytes of commits");
        }
        return ByteBuffer.wrap(in.readNBytes(length));
    }

    private static void write(UUID uuid, DataOutputStream out) throws IOException {
        out.writeLong(uuid.getMostSignificantBits());
        out.writeLong(uuid.getLeastSignificantBits());
    }

    private static UUID readUuid(DataInputStream in) throws IOException {
        return new UUID(in.readLong(), in.readLong());
    }
}
