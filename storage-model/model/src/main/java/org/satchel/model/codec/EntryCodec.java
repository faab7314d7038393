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
///
/// When it came into its folder is written only where that differs from when it came into the store. Lines that were
/// written before dates were kept have none.
public final class EntryCodec {
    private static final int VERSION = 1;
    private static final int BYTES_EXPECTED = 40;
    private static final int KEYWORDS = 0x20;

    /// Beside the kind: the time of saving follows.
    private static final int SAVED = 0x40;

    /// Beside the kind: the date follows.
    private static final int DATED = 0x80;

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
        long later = entry.saved().toEpochMilli() - entry.received().toEpochMilli();
        var date = entry.date();
        out.bits(KindCodes.code(entry.kind()) | (later == 0 ? 0 : SAVED) | (date.isPresent() ? DATED : 0));
        if (later != 0) {
            out.signed(later);
        }
        if (date.isPresent()) {
            out.signed(date.get().toEpochMilli() - entry.received().toEpochMilli());
        }
    }

    static Entry entry(RecordReader in, Uid uid) {
        var object = new ObjectId(in.number());
        var content = new ContentId(in.number());
        var modSeq = new ModSeq(in.number());
        var flags = flags(in);
        var received = Instant.ofEpochMilli(in.signed());
        long size = in.number();
        int bits = in.bits();
        var kind = KindCodes.kind(bits & ~(SAVED | DATED), in);
        var entry = new Entry(uid, object, content, modSeq, flags, received, size, kind);
        if ((bits & SAVED) != 0) {
            entry = entry.savedAt(Instant.ofEpochMilli(received.toEpochMilli() + in.signed()));
        }
        return (bits & DATED) == 0 ? entry : entry.dated(Instant.ofEpochMilli(received.toEpochMilli() + in.signed()));
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
