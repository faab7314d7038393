// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.codec;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Actor;
import org.satchel.model.Annotation;
import org.satchel.model.Attribute;
import org.satchel.model.BodyPart;
import org.satchel.model.Change;
import org.satchel.model.Commit;
import org.satchel.model.ContentId;
import org.satchel.model.ContentPart;
import org.satchel.model.Entry;
import org.satchel.model.Envelope;
import org.satchel.model.Flags;
import org.satchel.model.Folder;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;
import org.satchel.model.Grant;
import org.satchel.model.Kind;
import org.satchel.model.Landmarks;
import org.satchel.model.ModSeq;
import org.satchel.model.ObjectId;
import org.satchel.model.Quota;
import org.satchel.model.Right;
import org.satchel.model.Summary;
import org.satchel.model.Uid;
import org.satchel.model.state.BoxState;
import org.satchel.model.state.Counters;

/// Any values of the model's types, drawn from a seed: odd strings, extreme numbers, deep trees.
public final class AnyValues {
    private static final List<String> STRINGS = List.of(
            "",
            "text",
            "a",
            "x-unknown",
            "Grüße",
            "Ω and a bit more",
            "\uD83D\uDE00",
            "\uD800 alone",
            "\u0000",
            "tel:+15550100001",
            "a long string that is repeated within the record");

    private final Random random;

    public AnyValues(long seed) {
        this.random = new Random(seed);
    }

    public Summary summary() {
        return Summary.of(
                pick(Kind.values()),
                list(() -> new Attribute("N" + string(), nonEmpty(this::string))),
                envelope(),
                body(0),
                list(this::content),
                string());
    }

    public Commit commit() {
        return new Commit(modSeq(), instant(), new Actor(string(), string()), list(this::change));
    }

    public Entry entry() {
        var entry = new Entry(
                uid(),
                object(),
                new ContentId(positive()),
                modSeq(),
                flags(),
                millis(),
                positive(),
                pick(Kind.values()));
        var saved = random.nextBoolean() ? entry : entry.savedAt(millis());
        return random.nextBoolean() ? saved : saved.dated(millis());
    }

    public Folder folder() {
        return new Folder(
                folderId(),
                path(),
                random.nextInt() & Integer.MAX_VALUE,
                uid(),
                modSeq(),
                modSeq(),
                random.nextInt(1000),
                random.nextInt(1000),
                random.nextInt(1000),
                positive(),
                random.nextBoolean(),
                random.nextBoolean(),
                landmarks());
    }

    private @Nullable Landmarks landmarks() {
        return random.nextBoolean()
                ? null
                : new Landmarks(random.nextBoolean() ? uid() : null, random.nextBoolean() ? uid() : null);
    }

    public List<Entry> listing() {
        return list(this::entry);
    }

    public StateCodec.Stored state() {
        var counters = new Counters(
                positive(),
                positive(),
                positive(),
                random.nextInt() & Integer.MAX_VALUE,
                modSeq(),
                modSeq(),
                new Quota.Usage(positive(), positive()));
        var facts = new BoxState.Facts(
                list(this::folder),
                list(this::path),
                list(() -> new Annotation(orNull(folderId()), string(), string(), string())),
                list(() -> new Grant(folderId(), string(), rights(), orNull(instant()))),
                new Quota(positive(), positive()));
        return new StateCodec.Stored(counters, facts);
    }

    private Change change() {
        return switch (random.nextInt(12)) {
            case 0 ->
                new Change.FolderCreated(
                        folderId(), path(), random.nextInt() & Integer.MAX_VALUE, random.nextBoolean());
            case 1 -> new Change.FolderRenamed(folderId(), path(), path());
            case 2 -> new Change.FolderRemoved(folderId(), path(), random.nextBoolean());
            case 3 -> new Change.SubscriptionSet(path(), random.nextBoolean());
            case 4 -> new Change.ObjectAdded(folderId(), entry(), orNull(object()), orNull(string()));
            case 5 -> new Change.FlagsChanged(folderId(), uid(), object(), flags(), flags());
            case 6 -> new Change.ObjectMoved(folderId(), uid(), folderId(), entry());
            case 7 -> new Change.ObjectRemoved(folderId(), entry(), pick(Change.Cause.values()));
            case 8 -> new Change.AnnotationSet(orNull(folderId()), string(), string(), orNull(string()));
            case 9 -> new Change.GrantSet(new Grant(folderId(), string(), rights(), orNull(instant())));
            case 10 -> new Change.QuotaSet(new Quota(positive(), positive()));
            default -> new Change.HistoryPurged(modSeq(), instant());
        };
    }

    private Set<Right> rights() {
        return list(() -> pick(Right.values())).stream().collect(Collectors.toSet());
    }

    private Envelope envelope() {
        var from = mailboxes();
        return new Envelope(
                orNull(string()),
                orNull(string()),
                from,
                random.nextBoolean() ? from : mailboxes(),
                random.nextBoolean() ? from : mailboxes(),
                mailboxes(),
                mailboxes(),
                mailboxes(),
                orNull(string()),
                orNull(string()));
    }

    private List<Envelope.Mailbox> mailboxes() {
        return list(() -> new Envelope.Mailbox(orNull(string()), orNull(string()), orNull(string()), orNull(string())));
    }

    private BodyPart body(int depth) {
        int form = depth > 5 ? 0 : random.nextInt(3);
        return switch (form) {
            case 1 -> new BodyPart.Multipart(head(), extent(), nonEmpty(() -> body(depth + 2)));
            case 2 -> new BodyPart.Nested(head(), extent(), positive(), envelope(), body(depth + 1));
            default -> new BodyPart.Leaf(head(), extent(), positive());
        };
    }

    private BodyPart.Head head() {
        return new BodyPart.Head(
                string(),
                string(),
                parameters(),
                orNull(string()),
                orNull(string()),
                string(),
                orNull(string()),
                orNull(string()),
                parameters(),
                list(this::string),
                orNull(string()));
    }

    private List<BodyPart.Parameter> parameters() {
        return list(() -> new BodyPart.Parameter(string(), string()));
    }

    private ContentPart content() {
        return new ContentPart(
                string(), string(), orNull(string()), orNull(string()), orNull(string()), extent(), positive());
    }

    private BodyPart.Extent extent() {
        long start = random.nextInt(5000);
        long bodyStart = start + random.nextInt(5000);
        return new BodyPart.Extent(start, bodyStart, bodyStart + random.nextLong(1L << 40));
    }

    private FolderPath path() {
        return new FolderPath(
                pick(List.of("INBOX", "Default/tel:+15550100042", "RCSMessageStore/Grüße 2026", "\uD83D\uDE00")));
    }

    private Flags flags() {
        var keywords = list(() -> pick(List.of("$Forwarded", "Other", "$Archived")));
        return Flags.ofBits(random.nextInt(32), keywords);
    }

    private Instant instant() {
        return Instant.ofEpochSecond(random.nextLong(-(1L << 34), 1L << 34), random.nextInt(1_000_000_000));
    }

    private Instant millis() {
        return Instant.ofEpochMilli(random.nextLong(-(1L << 40), 1L << 44));
    }

    private FolderId folderId() {
        return new FolderId(positive());
    }

    private ObjectId object() {
        return new ObjectId(positive());
    }

    private ModSeq modSeq() {
        return new ModSeq(positive() - 1);
    }

    private Uid uid() {
        return Uid.of(random.nextBoolean() ? 1 + random.nextInt(300) : random.nextLong(1, 1L << 32));
    }

    private long positive() {
        return 1 + (random.nextLong() >>> (1 + random.nextInt(62)));
    }

    private String string() {
        if (random.nextInt(3) > 0) {
            return pick(STRINGS);
        }
        var chars = new char[random.nextInt(12)];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = (char) random.nextInt(random.nextBoolean() ? 128 : 65536);
        }
        return new String(chars);
    }

    private <T> T orNull(T value) {
        return random.nextBoolean() ? value : null;
    }

    private <T> List<T> list(Supplier<T> each) {
        var values = new ArrayList<T>();
        for (int i = random.nextInt(4); i > 0; i--) {
            values.add(each.get());
        }
        return values;
    }

    private <T> List<T> nonEmpty(Supplier<T> each) {
        var values = list(each);
        return values.isEmpty() ? List.of(each.get()) : values;
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private <T> T pick(T[] values) {
        return pick(List.of(values));
    }
}
