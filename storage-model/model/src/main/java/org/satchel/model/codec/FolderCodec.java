// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.codec;

import org.jspecify.annotations.Nullable;
import org.satchel.model.Folder;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;
import org.satchel.model.Landmarks;
import org.satchel.model.ModSeq;
import org.satchel.model.Uid;

/// A folder with its figures, as bytes.
public final class FolderCodec {
    private static final int VERSION = 1;
    private static final int BYTES_EXPECTED = 96;

    /// Bits of the byte that says what sort of folder it is. Without the second nothing is known of its landmarks.
    private static final int SYSTEM = 1;

    private static final int LANDMARKS = 2;
    private static final int SESSION_INFO = 4;
    private static final int GROUP_STATE = 8;
    private static final int ALL = SYSTEM | LANDMARKS | SESSION_INFO | GROUP_STATE;

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
        landmarks(out, folder);
    }

    private static void landmarks(RecordWriter out, Folder folder) {
        int system = folder.system() ? SYSTEM : 0;
        var landmarks = folder.landmarks();
        if (landmarks == null) {
            out.bits(system);
            return;
        }
        var sessionInfo = landmarks.sessionInfo();
        var groupState = landmarks.groupState();
        out.bits(
                system | LANDMARKS | (sessionInfo == null ? 0 : SESSION_INFO) | (groupState == null ? 0 : GROUP_STATE));
        if (sessionInfo != null) {
            out.number(sessionInfo.number());
        }
        if (groupState != null) {
            out.number(groupState.number());
        }
    }

    private static @Nullable Landmarks landmarks(RecordReader in, int bits) {
        if ((bits & ~ALL) != 0 || ((bits & LANDMARKS) == 0 && bits > SYSTEM)) {
            throw in.corrupt("no such sort of folder: " + bits);
        }
        if ((bits & LANDMARKS) == 0) {
            return null;
        }
        var sessionInfo = (bits & SESSION_INFO) == 0 ? null : Uid.of(in.number());
        var groupState = (bits & GROUP_STATE) == 0 ? null : Uid.of(in.number());
        return new Landmarks(sessionInfo, groupState);
    }

    static Folder folder(RecordReader in) {
        var id = new FolderId(in.number());
        var path = new FolderPath(in.string());
        int uidValidity = in.intNumber();
        var uidNext = Uid.of(in.number());
        var created = new ModSeq(in.number());
        var changed = new ModSeq(in.number());
        int count = in.intNumber();
        int unseen = in.intNumber();
        int deleted = in.intNumber();
        long bytes = in.number();
        boolean selectable = in.flag();
        int bits = in.bits();
        var landmarks = landmarks(in, bits);
        return new Folder(
                id,
                path,
                uidValidity,
                uidNext,
                created,
                changed,
                count,
                unseen,
                deleted,
                bytes,
                selectable,
                (bits & SYSTEM) != 0,
                landmarks);
    }
}
