// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.codec;

import org.jspecify.annotations.Nullable;
import org.satchel.model.Actor;
import org.satchel.model.Change;
import org.satchel.model.Commit;
import org.satchel.model.Entry;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;
import org.satchel.model.Grant;
import org.satchel.model.ModSeq;
import org.satchel.model.ObjectId;
import org.satchel.model.Quota;
import org.satchel.model.Right;
import org.satchel.model.Uid;

/// A commit with all its changes, as bytes: one record of the change log.
public final class CommitCodec {
    private static final int VERSION = 1;
    private static final int BYTES_EXPECTED = 160;

    // The number of each change in stored records: never changed, never reused.
    private static final int FOLDER_CREATED = 1;
    private static final int FOLDER_RENAMED = 2;
    private static final int FOLDER_REMOVED = 3;
    private static final int SUBSCRIPTION_SET = 4;
    private static final int OBJECT_ADDED = 5;
    private static final int FLAGS_CHANGED = 6;
    private static final int OBJECT_MOVED = 7;
    private static final int OBJECT_REMOVED = 8;
    private static final int ANNOTATION_SET = 9;
    private static final int GRANT_SET = 10;
    private static final int QUOTA_SET = 11;
    private static final int HISTORY_PURGED = 12;

    private CommitCodec() {}

    public static byte[] encode(Commit commit) {
        var out = new RecordWriter(VERSION, BYTES_EXPECTED);
        out.number(commit.modSeq().number());
        out.instant(commit.at());
        out.string(commit.actor().principal());
        out.string(commit.actor().session());
        out.list(commit.changes(), change -> change(out, change));
        return out.toBytes();
    }

    /// @throws CorruptRecord when the bytes are not those of a commit
    public static Commit decode(byte[] bytes) {
        return RecordReader.read(
                "commit",
                VERSION,
                bytes,
                in -> new Commit(
                        new ModSeq(in.number()),
                        in.instant(),
                        new Actor(in.string(), in.string()),
                        in.list(() -> change(in))));
    }

    private static void change(RecordWriter out, Change change) {
        switch (change) {
            case Change.FolderCreated(var folder, var path, var uidValidity, var system) -> {
                start(out, FOLDER_CREATED, folder);
                out.string(path.text());
                out.number(uidValidity);
                out.bits(system ? 1 : 0);
            }
            case Change.FolderRenamed(var folder, var from, var to) -> {
                start(out, FOLDER_RENAMED, folder);
                out.string(from.text());
                out.string(to.text());
            }
            case Change.FolderRemoved(var folder, var path, var node) -> {
                start(out, FOLDER_REMOVED, folder);
                out.string(path.text());
                out.bits(node ? 1 : 0);
            }
            case Change.SubscriptionSet(var path, var subscribed) -> {
                out.bits(SUBSCRIPTION_SET);
                out.string(path.text());
                out.bits(subscribed ? 1 : 0);
            }
            case Change.ObjectAdded(var folder, var entry, var source, var key) -> {
                start(out, OBJECT_ADDED, folder);
                entry(out, entry);
                out.number(source == null ? 0 : source.number());
                out.string(key);
            }
            case Change.FlagsChanged(var folder, var uid, var object, var before, var after) -> {
                start(out, FLAGS_CHANGED, folder);
                out.number(uid.number());
                out.number(object.number());
                EntryCodec.flags(out, before);
                EntryCodec.flags(out, after);
            }
            case Change.ObjectMoved(var from, var fromUid, var to, var entry) -> {
                start(out, OBJECT_MOVED, from);
                out.number(fromUid.number());
                out.number(to.number());
                entry(out, entry);
            }
            case Change.ObjectRemoved(var folder, var last, var cause) -> {
                start(out, OBJECT_REMOVED, folder);
                entry(out, last);
                out.bits(code(cause));
            }
            case Change.AnnotationSet(var folder, var entry, var principal, var value) -> {
                out.bits(ANNOTATION_SET);
                out.number(folder == null ? 0 : folder.number());
                out.string(entry);
                out.string(principal);
                out.string(value);
            }
            case Change.GrantSet(var grant) -> {
                start(out, GRANT_SET, grant.folder());
                out.string(grant.principal());
                out.string(Right.letters(grant.rights()));
                out.optional(grant.expires());
            }
            case Change.QuotaSet(var quota) -> {
                out.bits(QUOTA_SET);
                out.number(quota.bytesMax());
                out.number(quota.objectsMax());
            }
            case Change.HistoryPurged(var through, var horizon) -> {
                out.bits(HISTORY_PURGED);
                out.number(through.number());
                out.instant(horizon);
            }
        }
    }

    private static Change change(RecordReader in) {
        int form = in.bits();
        return switch (form) {
            case FOLDER_CREATED -> new Change.FolderCreated(folder(in), path(in), in.intNumber(), in.flag());
            case FOLDER_RENAMED -> new Change.FolderRenamed(folder(in), path(in), path(in));
            case FOLDER_REMOVED -> new Change.FolderRemoved(folder(in), path(in), in.flag());
            case SUBSCRIPTION_SET -> new Change.SubscriptionSet(path(in), in.flag());
            case OBJECT_ADDED -> new Change.ObjectAdded(folder(in), entry(in), source(in), in.optionalString());
            case FLAGS_CHANGED ->
                new Change.FlagsChanged(
                        folder(in), uid(in), new ObjectId(in.number()), EntryCodec.flags(in), EntryCodec.flags(in));
            case OBJECT_MOVED -> new Change.ObjectMoved(folder(in), uid(in), folder(in), entry(in));
            case OBJECT_REMOVED -> new Change.ObjectRemoved(folder(in), entry(in), cause(in));
            case ANNOTATION_SET ->
                new Change.AnnotationSet(optionalFolder(in), in.string(), in.string(), in.optionalString());
            case GRANT_SET ->
                new Change.GrantSet(new Grant(folder(in), in.string(), Right.parse(in.string()), in.optionalInstant()));
            case QUOTA_SET -> new Change.QuotaSet(new Quota(in.number(), in.number()));
            case HISTORY_PURGED -> new Change.HistoryPurged(new ModSeq(in.number()), in.instant());
            default -> throw in.corrupt("no such change: " + form);
        };
    }

    private static void start(RecordWriter out, int form, FolderId folder) {
        out.bits(form);
        out.number(folder.number());
    }

    private static FolderId folder(RecordReader in) {
        return new FolderId(in.number());
    }

    private static @Nullable FolderId optionalFolder(RecordReader in) {
        long number = in.number();
        return number == 0 ? null : new FolderId(number);
    }

    private static FolderPath path(RecordReader in) {
        return new FolderPath(in.string());
    }

    private static Uid uid(RecordReader in) {
        return Uid.of(in.number());
    }

    private static void entry(RecordWriter out, Entry entry) {
        out.number(entry.uid().number());
        EntryCodec.entry(out, entry);
    }

    private static Entry entry(RecordReader in) {
        var uid = uid(in);
        return EntryCodec.entry(in, uid);
    }

    private static @Nullable ObjectId source(RecordReader in) {
        long number = in.number();
        return number == 0 ? null : new ObjectId(number);
    }

    private static int code(Change.Cause cause) {
        return switch (cause) {
            case REMOVED -> 1;
            case EXPIRED -> 2;
        };
    }

    private static Change.Cause cause(RecordReader in) {
        int code = in.bits();
        return switch (code) {
            case 1 -> Change.Cause.REMOVED;
            case 2 -> Change.Cause.EXPIRED;
            default -> throw in.corrupt("no such cause: " + code);
        };
    }
}
