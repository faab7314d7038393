// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.time.Instant;
import java.util.Optional;

/// One line of a folder's listing: all that is needed to list, count and filter without opening the object.
///
/// A plain class of primitives and not a record of ids, because a hot folder holds hundreds of thousands of them.
public final class Entry {
    /// Estimated heap use of one line, in bytes.
    public static final int BYTES = 88;

    private static final long UNDATED = Long.MIN_VALUE;

    private final int uid;
    private final long object;
    private final long content;
    private final long modSeq;
    private final long receivedMillis;
    private final long savedMillis;
    private final long dateMillis;
    private final long size;
    private final Flags flags;
    private final Kind kind;

    public Entry(
            Uid uid,
            ObjectId object,
            ContentId content,
            ModSeq modSeq,
            Flags flags,
            Instant received,
            long size,
            Kind kind) {
        this(
                uid.bits(),
                object.number(),
                content.number(),
                modSeq.number(),
                flags,
                received.toEpochMilli(),
                received.toEpochMilli(),
                UNDATED,
                size,
                kind);
    }

    private Entry(
            int uid,
            long object,
            long content,
            long modSeq,
            Flags flags,
            long receivedMillis,
            long savedMillis,
            long dateMillis,
            long size,
            Kind kind) {
        this.uid = uid;
        this.object = object;
        this.content = content;
        this.modSeq = modSeq;
        this.flags = flags;
        this.receivedMillis = receivedMillis;
        this.savedMillis = savedMillis;
        this.dateMillis = dateMillis;
        this.size = size;
        this.kind = kind;
    }

    public Entry withFlags(Flags newFlags, ModSeq newModSeq) {
        return with(uid, newModSeq, newFlags, savedMillis, dateMillis);
    }

    /// The same object at another place.
    public Entry at(Uid newUid, ModSeq newModSeq) {
        return with(newUid.bits(), newModSeq, flags, savedMillis, dateMillis);
    }

    /// The same, come into its folder at another time than into the store.
    public Entry savedAt(Instant saved) {
        return with(uid, modSeq(), flags, saved.toEpochMilli(), dateMillis);
    }

    /// The same, with its date known.
    public Entry dated(Instant date) {
        return with(uid, modSeq(), flags, savedMillis, date.toEpochMilli());
    }

    private Entry with(int newUid, ModSeq newModSeq, Flags newFlags, long newSaved, long newDate) {
        return new Entry(
                newUid, object, content, newModSeq.number(), newFlags, receivedMillis, newSaved, newDate, size, kind);
    }

    public Uid uid() {
        return new Uid(uid);
    }

    public ObjectId object() {
        return new ObjectId(object);
    }

    public ContentId content() {
        return new ContentId(content);
    }

    public ModSeq modSeq() {
        return new ModSeq(modSeq);
    }

    public Flags flags() {
        return flags;
    }

    /// When the object came into the store: INTERNALDATE, with milliseconds.
    public Instant received() {
        return Instant.ofEpochMilli(receivedMillis);
    }

    /// When the object came into its folder, by deposit, copy or move, with milliseconds.
    // RFC 8514 §3
    public Instant saved() {
        return Instant.ofEpochMilli(savedMillis);
    }

    /// The `Date` attribute; of an object without one, when it came into the store. Empty in lines that were written
    /// before dates were kept here: then the summary tells.
    public Optional<Instant> date() {
        return dateMillis == UNDATED ? Optional.empty() : Optional.of(Instant.ofEpochMilli(dateMillis));
    }

    /// Payload size in bytes.
    public long size() {
        return size;
    }

    public Kind kind() {
        return kind;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Entry entry
                && uid == entry.uid
                && object == entry.object
                && content == entry.content
                && modSeq == entry.modSeq
                && receivedMillis == entry.receivedMillis
                && savedMillis == entry.savedMillis
                && dateMillis == entry.dateMillis
                && size == entry.size
                && flags.equals(entry.flags)
                && kind == entry.kind;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(object) * 31 + Long.hashCode(modSeq);
    }

    @Override
    public String toString() {
        return "uid " + Integer.toUnsignedString(uid) + " object " + object + " modseq " + modSeq + " " + flags;
    }
}
