// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.state;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Actor;
import org.satchel.model.Annotation;
import org.satchel.model.BoxId;
import org.satchel.model.BoxTransaction;
import org.satchel.model.BoxView;
import org.satchel.model.Change;
import org.satchel.model.Commit;
import org.satchel.model.ContentId;
import org.satchel.model.Deposit;
import org.satchel.model.Draft;
import org.satchel.model.Entry;
import org.satchel.model.FlagEdit;
import org.satchel.model.Flags;
import org.satchel.model.Folder;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;
import org.satchel.model.Grant;
import org.satchel.model.ModSeq;
import org.satchel.model.ObjectId;
import org.satchel.model.Quota;
import org.satchel.model.Right;
import org.satchel.model.StoreFailure;
import org.satchel.model.Uid;

/// The one implementation of the verbs: checks, then records changes and applies them to the next
/// state. Nothing leaves it before [#finish], so a transaction that is dropped has done nothing.
///
/// For one thread. Every verb checks all before it records the first change.
public final class Transaction implements BoxTransaction {
    /// Private annotations that somebody else than the owner may have in a box: reading takes no more than that of the
    /// owner's room.
    static final int GUEST_ANNOTATIONS_MAX = 100;

    private final BoxState base;
    private final Actor actor;
    private final BoxLimits limits;
    private final Instant now;
    private final ModSeq modSeq;
    private final PendingContents contents;
    private final StateBuilder builder;
    private final ActorRights rights;
    private final FolderTree tree;
    private final List<Change> changes = new ArrayList<>();
    private final Map<ContentId, Draft> drafts = new HashMap<>();
    private final Set<Draft> deposited = Collections.newSetFromMap(new IdentityHashMap<>());
    private @Nullable StateView view;

    /// @param base the newest state, durable or not
    /// @param contents what belongs to it
    public Transaction(BoxState base, BoxContents contents, Actor actor, BoxSettings settings) {
        this.base = base;
        this.actor = actor;
        this.limits = settings.limits();
        this.now = settings.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        this.modSeq = base.head().next();
        this.contents = new PendingContents(new AskedKeys(contents));
        this.builder = new StateBuilder(base, contents);
        this.rights = new ActorRights(builder, actor, now);
        this.tree = new FolderTree(builder, rights, limits, now, this::record);
    }

    /// The first commit of a box: its system folders and its quota.
    public static Outcome founding(BoxId box, BoxContents contents, BoxSettings settings) {
        var transaction = new Transaction(BoxState.empty(box), contents, Actor.owner(box), settings);
        settings.systemFolders().forEach(path -> transaction.tree.create(path, true));
        transaction.setQuota(settings.quota());
        return transaction.finish();
    }

    /// What is to be made durable. Ends the transaction.
    public Outcome finish() {
        if (changes.isEmpty()) {
            return new Outcome(new Commit(base.head(), now, actor, changes), base, base, Map.of(), Set.of());
        }
        var after = builder.build(modSeq);
        return new Outcome(new Commit(modSeq, now, actor, changes), base, after, drafts, builder.touched());
    }

    @Override
    public BoxView view() {
        return currentView();
    }

    @Override
    public ModSeq modSeq() {
        return modSeq;
    }

    @Override
    public Folder folder(FolderId id) {
        return tree.present(id);
    }

    @Override
    public Optional<Folder> folder(FolderPath path) {
        return Optional.ofNullable(builder.folder(path));
    }

    @Override
    public Folder createFolder(FolderPath path) {
        return tree.create(path, false);
    }

    @Override
    public void renameFolder(FolderId folder, FolderPath to) {
        tree.rename(folder, to);
    }

    @Override
    public void removeFolder(FolderId folder) {
        tree.remove(folder);
    }

    @Override
    public void removeTree(FolderId folder) {
        tree.removeAll(folder);
    }

    @Override
    public void subscribe(FolderPath path, boolean subscribed) {
        rights.demandOwner("SUBSCRIBE of " + path);
        boolean present = builder.subscriptions().get(path) != null;
        if (present == subscribed) {
            return;
        }
        if (subscribed && builder.subscriptions().size() >= limits.subscriptionsMax()) {
            throw new StoreFailure.TooMany("more than " + limits.subscriptionsMax() + " subscriptions");
        }
        record(new Change.SubscriptionSet(path, subscribed));
    }

    @Override
    public Entry deposit(FolderId folder, Draft draft, Deposit how) {
        tree.selectable(folder);
        rights.demand(folder, Right.INSERT);
        var known = how.key() == null ? Optional.<Entry>empty() : known(how.key());
        if (known.isPresent()) {
            return known.get();
        }
        if (deposited.contains(draft)) {
            throw new IllegalStateException("draft is deposited twice");
        }
        var flags = checked(rights.enter(folder, how.flags()));
        long size = draft.payload().size();
        checkQuota(size, 1);
        checkUids(folder, 1);
        var counters = builder.counters();
        var kept = draft.content();
        var content = kept == null ? new ContentId(counters.nextContent()) : kept;
        var line = new Entry(
                        builder.uidNext(folder),
                        new ObjectId(counters.nextObject()),
                        content,
                        modSeq,
                        flags,
                        how.received() == null ? now : how.received(),
                        size,
                        draft.summary().kind())
                .savedAt(now);
        var entry = line.dated(draft.summary().date().orElseGet(line::received));
        deposited.add(draft);
        drafts.put(content, draft);
        contents.put(content, draft, modSeq);
        record(new Change.ObjectAdded(folder, entry, null, how.key()));
        return entry;
    }

    @Override
    public Flagged flag(FolderId folder, Collection<Uid> uids, FlagEdit edit, @Nullable ModSeq unchangedSince) {
        tree.selectable(folder);
        var permitted = rights.edit(folder, edit);
        var entries = new ArrayList<Entry>(uids.size());
        var edits = new ArrayList<Change.FlagsChanged>(uids.size());
        var changed = new ArrayList<Uid>(uids.size());
        var modified = new ArrayList<Uid>();
        var afters = new IdentityHashMap<Flags, Flags>(); // most objects share a few sets of flags, before and after
        for (var uid : distinct(uids)) {
            var entry = builder.find(folder, uid);
            if (entry == null) {
                continue;
            }
            if (unchangedSince != null && entry.modSeq().isAfter(unchangedSince)) { // RFC 7162 §3.1.3
                modified.add(uid);
                continue;
            }
            var after = afters.computeIfAbsent(entry.flags(), before -> edited(folder, permitted, before));
            if (after.equals(entry.flags())) {
                entries.add(entry);
            } else {
                entries.add(entry.withFlags(after, modSeq));
                edits.add(new Change.FlagsChanged(folder, uid, entry.object(), entry.flags(), after));
                changed.add(uid);
            }
        }
        edits.forEach(this::record);
        return new Flagged(entries, changed, modified);
    }

    @Override
    public List<Copied> copy(FolderId from, Collection<Uid> uids, FolderId to) {
        tree.selectable(from);
        tree.selectable(to);
        rights.demand(from, Right.READ, Right.COPY_OUT);
        rights.demand(to, Right.INSERT);
        var entries = present(from, uids);
        checkQuota(entries.stream().mapToLong(Entry::size).sum(), entries.size());
        checkUids(to, entries.size());
        var copies = new ArrayList<Copied>(entries.size());
        for (var entry : entries) {
            var undated = new Entry(
                            builder.uidNext(to),
                            new ObjectId(builder.counters().nextObject()),
                            entry.content(),
                            modSeq,
                            rights.enter(to, entry.flags()),
                            entry.received(), // RFC 3501 §6.4.7
                            entry.size(),
                            entry.kind())
                    .savedAt(now);
            var copy = entry.date().map(undated::dated).orElse(undated);
            record(new Change.ObjectAdded(to, copy, entry.object(), null));
            copies.add(new Copied(entry.uid(), copy));
        }
        return copies;
    }

    @Override
    public List<Copied> move(FolderId from, Collection<Uid> uids, FolderId to) {
        tree.leaving(from, to);
        rights.demand(from, Right.READ, Right.DELETE_OBJECT, Right.EXPUNGE, Right.MOVE_OUT); // RFC 6851 §5
        rights.demand(to, Right.INSERT);
        var entries = present(from, uids);
        checkUids(to, entries.size());
        var moved = new ArrayList<Copied>(entries.size());
        for (var entry : entries) {
            var flags = rights.enter(to, entry.flags());
            var there = entry.withFlags(flags, modSeq)
                    .at(builder.uidNext(to), modSeq)
                    .savedAt(now);
            record(new Change.ObjectMoved(from, entry.uid(), to, there));
            moved.add(new Copied(entry.uid(), there));
        }
        return moved;
    }

    @Override
    public List<Entry> remove(FolderId folder, Collection<Uid> uids, Change.Cause cause) {
        tree.selectable(folder);
        rights.demand(folder, Right.EXPUNGE);
        var entries = present(folder, uids);
        entries.forEach(entry -> record(new Change.ObjectRemoved(folder, entry, cause)));
        return entries;
    }

    @Override
    public void annotate(@Nullable FolderId folder, String entry, String principal, @Nullable String value) {
        if (folder == null) {
            rights.demandOwner("annotation of the box");
        } else {
            tree.present(folder);
            demandAnnotate(folder, principal);
        }
        var annotations = builder.annotations();
        var present = annotations.get(AnnotationKey.of(folder, entry, principal));
        var next = value == null ? null : new Annotation(folder, entry, principal, value);
        if (present == null ? next == null : present.equals(next)) {
            return;
        }
        if (value != null && Math.max(utf8(value), utf8(entry)) > limits.annotationBytesMax()) {
            throw new StoreFailure.TooLarge("annotation of more than " + limits.annotationBytesMax() + " bytes");
        }
        if (value != null && present == null && isFull(principal)) {
            throw new StoreFailure.TooMany("more than " + GUEST_ANNOTATIONS_MAX + " annotations of a guest");
        }
        if (value != null && present == null && annotations.size() >= limits.annotationsMax()) {
            throw new StoreFailure.TooMany("more than " + limits.annotationsMax() + " annotations");
        }
        record(new Change.AnnotationSet(folder, entry, principal, value));
    }

    @Override
    public void grant(Grant grant) {
        tree.present(grant.folder());
        rights.demand(grant.folder(), Right.ADMINISTER);
        var present = builder.grants().get(new GrantKey(grant.folder(), grant.principal()));
        if (present == null ? grant.rights().isEmpty() : present.equals(grant)) {
            return;
        }
        if (present == null && builder.grants().size() >= limits.grantsMax()) {
            throw new StoreFailure.TooMany("more than " + limits.grantsMax() + " grants");
        }
        record(new Change.GrantSet(grant));
    }

    @Override
    public void setQuota(Quota quota) {
        rights.demandOwner("quota of the box");
        if (!quota.equals(builder.quota())) {
            record(new Change.QuotaSet(quota));
        }
    }

    @Override
    public void purgeHistory(ModSeq through) {
        rights.demandOwner("history of the box");
        if (through.isAfter(base.head())) {
            throw new StoreFailure.Conflict("history ends at " + base.head() + ", before " + through);
        }
        if (through.isAfter(builder.counters().oldest())) {
            record(new Change.HistoryPurged(through, now));
        }
    }

    private void record(Change change) {
        view = null;
        changes.add(change);
        builder.apply(change, modSeq);
        contents.put(change, modSeq);
    }

    private StateView currentView() {
        var current = view;
        if (current == null) {
            current = new StateView(changes.isEmpty() ? base : builder.build(modSeq), contents);
            view = current;
        }
        return current;
    }

    /// The object that was deposited with this key and is still there.
    private Optional<Entry> known(String key) {
        if (utf8(key) > limits.keyBytesMax()) {
            throw new StoreFailure.TooLarge("idempotency key of more than " + limits.keyBytesMax() + " bytes");
        }
        return Optional.ofNullable(contents.deposited(List.of(key)).get(key)).flatMap(object -> {
            var current = currentView();
            return current.locate(object).map(current::entry);
        });
    }

    /// The entries that are there, in the order asked for.
    private List<Entry> present(FolderId folder, Collection<Uid> uids) {
        var entries = new ArrayList<Entry>(uids.size());
        for (var uid : distinct(uids)) {
            var entry = builder.find(folder, uid);
            if (entry != null) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private static Collection<Uid> distinct(Collection<Uid> uids) {
        return uids instanceof Set || uids.size() == 1 ? uids : new LinkedHashSet<>(uids);
    }

    private Flags edited(FolderId folder, FlagEdit edit, Flags present) {
        if (edit.mode() == FlagEdit.Mode.ADD && !edit.flags().keywords().isEmpty()) {
            long more = edit.flags().keywords().stream()
                    .filter(keyword -> !present.has(keyword))
                    .count();
            checkKeywords(present.keywords().size() + more);
        }
        return checked(rights.applied(folder, edit, present));
    }

    private Flags checked(Flags flags) {
        checkKeywords(flags.keywords().size());
        return flags;
    }

    private void checkKeywords(long count) {
        if (count > limits.keywordsMax()) {
            throw new StoreFailure.TooMany("more than " + limits.keywordsMax() + " keywords on one object");
        }
    }

    private void checkQuota(long bytes, long objects) {
        var usage = builder.counters().usage();
        var quota = builder.quota();
        if (bytes > quota.bytesMax() - usage.bytes() && bytes > 0) {
            throw new StoreFailure.OverQuota(
                    usage.bytes() + " of " + quota.bytesMax() + " bytes used, " + bytes + " more");
        }
        if (objects > quota.objectsMax() - usage.objects() && objects > 0) {
            throw new StoreFailure.OverQuota(
                    usage.objects() + " of " + quota.objectsMax() + " objects used, " + objects + " more");
        }
    }

    /// The last uid is never given, so that `uidNext` is always a uid.
    private void checkUids(FolderId folder, int count) {
        if (builder.uidNext(folder).number() + count > Uid.LAST.number()) {
            throw new StoreFailure.TooLarge("folder " + folder.number() + " has no uids left");
        }
    }

    /// Whether a guest has all the annotations of its own that it may have in the box.
    private boolean isFull(String principal) {
        return !rights.isOwner()
                && !principal.isEmpty()
                && builder.annotations().values().stream()
                                .filter(it -> it.principal().equals(principal))
                                .count()
                        >= GUEST_ANNOTATIONS_MAX;
    }

    private void demandAnnotate(FolderId folder, String principal) {
        if (principal.isEmpty()) {
            rights.demand(folder, Right.WRITE); // RFC 5464 §3.3: shared entries
        } else if (principal.equals(actor.principal())) {
            rights.demand(folder, Right.READ);
        } else {
            rights.demandOwner("private annotation of " + principal);
        }
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
