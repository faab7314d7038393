// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxId;
import org.satchel.model.ContentId;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;
import org.satchel.model.Grant;
import org.satchel.model.ModSeq;
import org.satchel.model.ObjectId;
import org.satchel.model.Uid;

/// The keys of one box's rows. Box 0 is the store itself.
///
/// @param box number of the box, given once and never again
record Keys(long box) {
    static final Keys STORE = new Keys(0);
    private static final int HEAD_BYTES = Long.BYTES + 1;

    byte[] row(Table table) {
        return start(table, 0).array();
    }

    byte[] named(Table table, String name) {
        var text = name.getBytes(StandardCharsets.UTF_8);
        return start(table, text.length).put(text).array();
    }

    byte[] boxName(BoxId id) {
        return named(Table.BOX, id.text());
    }

    byte[] folder(FolderId folder) {
        return start(Table.FOLDER, 8).putLong(folder.number()).array();
    }

    byte[] subscription(FolderPath path) {
        return named(Table.SUBSCRIPTION, path.text());
    }

    byte[] annotation(@Nullable FolderId folder, String entry, String principal) {
        // RFC 5464 §3.2: entry names are compared without regard to case
        var text = (entry.toLowerCase(Locale.ROOT) + '\0' + principal).getBytes(StandardCharsets.UTF_8);
        return start(Table.ANNOTATION, 8 + text.length)
                .putLong(folder == null ? 0 : folder.number())
                .put(text)
                .array();
    }

    byte[] grant(Grant grant) {
        var text = grant.principal().getBytes(StandardCharsets.UTF_8);
        return start(Table.GRANT, 8 + text.length)
                .putLong(grant.folder().number())
                .put(text)
                .array();
    }

    byte[] entry(FolderId folder, Uid uid) {
        return placed(Table.ENTRY, folder, uid);
    }

    byte[] detail(FolderId folder, Uid uid) {
        return placed(Table.DETAIL, folder, uid);
    }

    byte[] place(ObjectId object) {
        return start(Table.PLACE, 8).putLong(object.number()).array();
    }

    byte[] reference(ContentId content, ObjectId object) {
        return start(Table.REFERENCE, 16)
                .putLong(content.number())
                .putLong(object.number())
                .array();
    }

    /// Before all references to a content.
    byte[] references(ContentId content) {
        return start(Table.REFERENCE, 8).putLong(content.number()).array();
    }

    byte[] fileOf(ContentId content) {
        return start(Table.FILE_OF, 8).putLong(content.number()).array();
    }

    byte[] fileUse(Digest digest, ContentId content) {
        return start(Table.FILE_USE, Digest.BYTES + 8)
                .put(digest.bytes())
                .putLong(content.number())
                .array();
    }

    /// Before all uses of a file.
    byte[] fileUses(Digest digest) {
        return start(Table.FILE_USE, Digest.BYTES).put(digest.bytes()).array();
    }

    /// In [Family#PAYLOADS].
    byte[] payload(ContentId content) {
        return ByteBuffer.allocate(16).putLong(box).putLong(content.number()).array();
    }

    /// In [Family#LOG].
    byte[] commit(ModSeq modSeq) {
        return ByteBuffer.allocate(16).putLong(box).putLong(modSeq.number()).array();
    }

    /// Before all rows of the box, in any family.
    byte[] first() {
        return ByteBuffer.allocate(8).putLong(box).array();
    }

    /// Before all annotations of a folder.
    byte[] annotations(FolderId folder) {
        return start(Table.ANNOTATION, 8).putLong(folder.number()).array();
    }

    /// Before all grants on a folder.
    byte[] grants(FolderId folder) {
        return start(Table.GRANT, 8).putLong(folder.number()).array();
    }

    /// Behind the entry of this uid.
    byte[] behindEntry(FolderId folder, Uid uid) {
        return successor(entry(folder, uid));
    }

    /// Behind the detail of this uid.
    byte[] behindDetail(FolderId folder, Uid uid) {
        return successor(detail(folder, uid));
    }

    /// Number of the box whose key it is, in any family.
    static long box(byte[] key) {
        return ByteBuffer.wrap(key).getLong();
    }

    static Table table(byte[] key) {
        return Table.of(key[Long.BYTES]);
    }

    /// The uid at the end of the key of an entry or a detail.
    static Uid uid(byte[] key) {
        return new Uid(ByteBuffer.wrap(key).getInt(key.length - Integer.BYTES));
    }

    /// The object at the end of the key of a reference.
    static ObjectId referrer(byte[] key) {
        return new ObjectId(ByteBuffer.wrap(key).getLong(key.length - Long.BYTES));
    }

    /// The very next key.
    static byte[] successor(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }

    /// The smallest key behind all keys that begin with `prefix`; there is one, as box numbers are far from
    /// their end.
    static byte[] behind(byte[] prefix) {
        var key = prefix.clone();
        int last = key.length - 1;
        while (key[last] == (byte) 0xff) {
            key[last--] = 0;
        }
        key[last]++;
        return key;
    }

    /// What follows box and table in a key that [#named] made.
    static String name(byte[] key) {
        return new String(key, HEAD_BYTES, key.length - HEAD_BYTES, StandardCharsets.UTF_8);
    }

    private byte[] placed(Table table, FolderId folder, Uid uid) {
        return start(table, 12).putLong(folder.number()).putInt(uid.bits()).array();
    }

    private ByteBuffer start(Table table, int more) {
        return ByteBuffer.allocate(HEAD_BYTES + more).putLong(box).put(table.number());
    }
}
