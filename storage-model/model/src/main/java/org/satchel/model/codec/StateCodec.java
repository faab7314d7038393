// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.codec;

import org.satchel.model.Annotation;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;
import org.satchel.model.Grant;
import org.satchel.model.ModSeq;
import org.satchel.model.Quota;
import org.satchel.model.Right;
import org.satchel.model.state.BoxState;
import org.satchel.model.state.Counters;

/// A box without its objects, as bytes: counters, folders with their figures, subscriptions, annotations, grants,
/// quota.
public final class StateCodec {
    private static final int VERSION = 1;
    private static final int BYTES_EXPECTED = 512;

    private StateCodec() {}

    public static byte[] encode(Counters counters, BoxState.Facts facts) {
        var out = new RecordWriter(VERSION, BYTES_EXPECTED);
        counters(out, counters);
        out.list(facts.folders(), folder -> FolderCodec.folder(out, folder));
        out.list(facts.subscriptions(), path -> out.string(path.text()));
        out.list(facts.annotations(), annotation -> annotation(out, annotation));
        out.list(facts.grants(), grant -> grant(out, grant));
        out.number(facts.quota().bytesMax());
        out.number(facts.quota().objectsMax());
        return out.toBytes();
    }

    /// @throws CorruptRecord when the bytes are not those of a box
    public static Stored decode(byte[] bytes) {
        return RecordReader.read(
                "state",
                VERSION,
                bytes,
                in -> new Stored(
                        counters(in),
                        new BoxState.Facts(
                                in.list(() -> FolderCodec.folder(in)),
                                in.list(() -> new FolderPath(in.string())),
                                in.list(() -> annotation(in)),
                                in.list(() -> grant(in)),
                                new Quota(in.number(), in.number()))));
    }

    /// What [BoxState#restored] takes.
    public record Stored(Counters counters, BoxState.Facts facts) {}

    private static void counters(RecordWriter out, Counters counters) {
        out.number(counters.nextFolder());
        out.number(counters.nextObject());
        out.number(counters.nextContent());
        out.number(counters.lastUidValidity());
        out.number(counters.head().number());
        out.number(counters.oldest().number());
        out.number(counters.usage().bytes());
        out.number(counters.usage().objects());
    }

    private static Counters counters(RecordReader in) {
        return new Counters(
                in.number(),
                in.number(),
                in.number(),
                in.intNumber(),
                new ModSeq(in.number()),
                new ModSeq(in.number()),
                new Quota.Usage(in.number(), in.number()));
    }

    private static void annotation(RecordWriter out, Annotation annotation) {
        var folder = annotation.folder();
        out.number(folder == null ? 0 : folder.number());
        out.string(annotation.entry());
        out.string(annotation.principal());
        out.string(annotation.value());
    }

    private static Annotation annotation(RecordReader in) {
        long folder = in.number();
        return new Annotation(folder == 0 ? null : new FolderId(folder), in.string(), in.string(), in.string());
    }

    private static void grant(RecordWriter out, Grant grant) {
        out.number(grant.folder().number());
        out.string(grant.principal());
        out.string(Right.letters(grant.rights()));
        out.optional(grant.expires());
    }

    private static Grant grant(RecordReader in) {
        return new Grant(new FolderId(in.number()), in.string(), Right.parse(in.string()), in.optionalInstant());
    }
}
