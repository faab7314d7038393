// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.codec;

import org.satchel.model.Folder;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;
import org.satchel.model.ModSeq;
import org.satchel.model.Uid;

/// A folder with its figures, as bytes.
public final class FolderCodec {
    private static final int VERSION = 1;
    private static final int BYTES_EXPECTED = 96;

    private FolderCodec() {}

    public static byte[] encode(Folder folder) {
        var out = new RecordWriter(VERSION, BYTES_EXPECTED);
        folder(out, folder);
        return out.toBytes();
    }

    /// @throws CorruptRecord when the bytes are not those of a folder
    public static Folder decode(byte[] bytes) {
        return RecordReader.read("folder", VERSION, bytes, FolderCodec::folder);
    }

    static void folder(RecordWriter out, Folder folder) {
        out.number(folder.id().number());
        out.string(folder.path().text());
        out.number(folder.uidValidity());
        out.number(folder.uidNext().number());
        out.number(folder.created().number());
        out.number(folder.changed().number());
        out.number(folder.count());
        out.number(folder.unseen());
        out.number(folder.deleted());
        out.number(folder.bytes());
        out.bits(folder.selectable() ? 1 : 0);
        out.bits(folder.system() ? 1 : 0);
    }

    static Folder folder(RecordReader in) {
        return new Folder(
                new FolderId(in.number()),
                new FolderPath(in.string()),
                in.intNumber(),
                Uid.of(in.number()),
                new ModSeq(in.number()),
                new ModSeq(in.number()),
                in.intNumber(),
                in.intNumber(),
                in.intNumber(),
                in.number(),
                in.flag(),
                in.flag());
    }
}
