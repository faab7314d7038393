// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxId;
import org.satchel.model.FolderId;
import org.satchel.model.ModSeq;
import org.satchel.model.Uid;
import org.satchel.model.codec.StateCodec;
import org.satchel.model.state.BoxState;

/// A box at one of its commits, as far as it is not in the segments that it names.
///
/// @param part null for the box before its first commit
/// @param state with cold listings
/// @param segments of each folder that has objects, in uid order
/// @param retired parts that earlier checkpoints named and this one does not, for those who still look at one of them
record Checkpoint(@Nullable UUID part, BoxState state, Map<FolderId, List<Segment>> segments, List<Retired> retired) {
    private static final int VERSION = 1;

    Checkpoint {
        segments = Map.copyOf(segments);
        retired = List.copyOf(retired);
    }

    /// A part that goes some time after `since`.
    record Retired(UUID part, Instant since) {}

    static Checkpoint none(BoxId box) {
        return new Checkpoint(null, BoxState.empty(box), Map.of(), List.of());
    }

    ModSeq modSeq() {
        return state.head();
    }

    List<Segment> segments(FolderId folder) {
        return segments.getOrDefault(folder, List.of());
    }

    byte[] encode() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            var encoded = StateCodec.encode(state.counters(), state.facts());
            out.writeInt(encoded.length);
            out.write(encoded);
            out.writeInt(segments.size());
            for (var folder : new TreeMap<>(segments).entrySet()) {
                out.writeLong(folder.getKey().number());
                out.writeInt(folder.getValue().size());
                for (var segment : folder.getValue()) {
                    write(out, segment.part());
                    out.writeInt(segment.first().bits());
                    out.writeInt(segment.last().bits());
                    out.writeInt(segment.count());
                }
            }
            out.writeInt(retired.size());
            for (var gone : retired) {
                write(out, gone.part());
                out.writeLong(gone.since().toEpochMilli());
            }
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return bytes.toByteArray();
    }

    static Checkpoint decode(BoxId box, UUID part, DataInputStream in) throws IOException {
        int version = in.readByte();
        if (version != VERSION) {
            throw new IOException("checkpoint of version " + version + "; this program knows version " + VERSION);
        }
        var stored = StateCodec.decode(in.readNBytes(in.readInt()));
        var segments = new TreeMap<FolderId, List<Segment>>();
        for (int folders = in.readInt(); folders > 0; folders--) {
            var folder = new FolderId(in.readLong());
            var list = new ArrayList<Segment>();
            for (int count = in.readInt(); count > 0; count--) {
                list.add(new Segment(uuid(in), new Uid(in.readInt()), new Uid(in.readInt()), in.readInt()));
            }
            segments.put(folder, List.copyOf(list));
        }
        var retired = new ArrayList<Retired>();
        for (int count = in.readInt(); count > 0; count--) {
            retired.add(new Retired(uuid(in), Instant.ofEpochMilli(in.readLong())));
        }
        return new Checkpoint(part, BoxState.restored(box, stored.counters(), stored.facts()), segments, retired);
    }

    private static void write(DataOutputStream out, UUID uuid) throws IOException {
        out.writeLong(uuid.getMostSignificantBits());
        out.writeLong(uuid.getLeastSignificantBits());
    }

    private static UUID uuid(DataInputStream in) throws IOException {
        return new UUID(in.readLong(), in.readLong());
    }
}
