// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.codec;

import java.time.Instant;
import java.util.List;
import org.satchel.model.ContentId;
import org.satchel.model.Entry;
import org.satchel.model.Flags;
import org.satchel.model.ModSeq;
import org.satchel.model.ObjectId;
import org.satchel.model.Uid;

/// An entry as bytes, without its uid: that is in the key under which an engine keeps it.
public final class EntryCodec {
    private static final int VERSION = 1;
    private static final int BYTES_EXPECTED = 40;
    private static final int KEYWORDS = 0x20;
    private static final int SYSTEM_BITS = 0x1F;

    private EntryCodec() {}

    public static byte[] encode(Entry entry) {
        var out = new RecordWriter(VERSION, BYTES_EXPECTED);
        entry(out, entry);
        return out.toBytes();
    }

    /// @throws CorruptRecord when the bytes are not those of an entry
    public static Entry decode(Uid uid, byte[] bytes) {
        return RecordReader.read("entry", VERSION, bytes, in -> entry(in, uid));
    }

    static void entry(RecordWriter out, Entry entry) {
        out.number(entry.object().number());
        out.number(entry.content().number());
        out.number(entry.modSeq().number());
        flags(out, entry.flags());
        out.signed(entry.received().toEpochMilli());
        out.number(entry.size());
        out.bits(KindCodes.code(entry.kind()));
    }

    static Entry entry(RecordReader in, Uid uid) {
        return new Entry(
                uid,
                new ObjectId(in.number()),
                new ContentId(in.number()),
                new ModSeq(in.number()),
                flags(in),
                Instant.ofEpochMilli(in.signed()),
                in.number(),
                KindCodes.kind(in));
    }

    static void flags(RecordWriter out, Flags flags) {
        boolean keywords = !flags.keywords().isEmpty();
        out.bits(flags.systemBits() | (keywords ? KEYWORDS : 0));
        if (keywords) {
            out.strings(flags.keywords());
        }
    }

    static Flags flags(RecordReader in) {
        int bits = in.bits();
        if ((bits & ~(SYSTEM_BITS | KEYWORDS)) != 0) {
            throw in.corrupt("no such flags: " + bits);
        }
        return Flags.ofBits(bits & SYSTEM_BITS, (bits & KEYWORDS) == 0 ? List.of() : in.strings());
    }
}
