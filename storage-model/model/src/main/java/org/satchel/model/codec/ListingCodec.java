// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.codec;

import java.util.List;
import org.satchel.model.Entry;
import org.satchel.model.Uid;

/// A stretch of a listing as bytes: entries of one folder in uid order.
public final class ListingCodec {
    private static final int VERSION = 1;
    private static final int ENTRY_BYTES_EXPECTED = 40;

    private ListingCodec() {}

    /// @param entries with ascending uids
    public static byte[] encode(List<Entry> entries) {
        var out = new RecordWriter(VERSION, 8 + ENTRY_BYTES_EXPECTED * entries.size());
        out.list(entries, entry -> {
            out.number(entry.uid().number());
            EntryCodec.entry(out, entry);
        });
        return out.toBytes();
    }

    /// @throws CorruptRecord when the bytes are not those of a stretch of a listing
    public static List<Entry> decode(byte[] bytes) {
        return RecordReader.read(
                "listing", VERSION, bytes, in -> in.list(() -> EntryCodec.entry(in, Uid.of(in.number()))));
    }
}
