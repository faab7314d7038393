// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Annotation;
import org.satchel.model.BoxView;
import org.satchel.model.Change;
import org.satchel.model.ContentId;
import org.satchel.model.Entry;
import org.satchel.model.FolderId;
import org.satchel.model.ObjectId;
import org.satchel.model.SmallPayload;
import org.satchel.model.StoreFailure;
import org.satchel.model.codec.CommitCodec;
import org.satchel.model.codec.EntryCodec;
import org.satchel.model.codec.FolderCodec;
import org.satchel.model.codec.SummaryCodec;
import org.satchel.model.state.Outcome;

/// The rows that one commit changes, derived from its changes.
///
/// Rows that a later transaction may ask for before they are on disk are laid over the pending rows as well.
final class CommitRows {
    private static final byte[] NOTHING = {};

    private final Keys keys;
    private final RowBatch batch;
    private final Overlay staged;
    private final List<PayloadFiles.Name> named = new ArrayList<>();

    private CommitRows(Keys keys, Rows pending, RowBatch batch) {
        this.keys = keys;
        this.batch = batch;
        this.staged = new Overlay(pending);
    }

    /// @param pending the rows as they are before the commit
    /// @param after the box with the commit
    /// @param batch takes the changed rows
    static CommitRows of(Outcome outcome, Keys keys, Rows pending, BoxView after, RowBatch batch) {
        var rows = new CommitRows(keys, pending, batch);
        for (var change : outcome.commit().changes()) {
            rows.derive(change, outcome, after);
        }
        for (var folder : outcome.folders()) {
            rows.deriveFolder(folder, outcome);
        }
        rows.batch.put(
                Family.ROWS, keys.row(Table.HEAD), Numbers.head(outcome.after().counters()));
        var commit = outcome.commit();
        rows.batch.put(Family.LOG, keys.commit(commit.modSeq()), CommitCodec.encode(commit));
        return rows;
    }

    Overlay staged() {
        return staged;
    }

    /// The payload files that the commit names.
    List<PayloadFiles.Name> named() {
        return named;
    }

    private void derive(Change change, Outcome outcome, BoxView after) {
        switch (change) {
            case Change.FolderCreated _, Change.FolderRenamed _ -> {}
            case Change.FolderRemoved removed -> {
                dropAll(keys.annotations(removed.folder()));
                dropAll(keys.grants(removed.folder()));
            }
            case Change.SubscriptionSet(var path, var subscribed) -> {
                if (subscribed) {
                    batch.put(Family.ROWS, keys.subscription(path), NOTHING);
                } else {
                    batch.delete(Family.ROWS, keys.subscription(path));
                }
            }
            case Change.ObjectAdded added -> add(added, outcome);
            case Change.FlagsChanged changed ->
                // The same transaction may have removed the object, and its folder, afterwards.
                after.folder(changed.folder())
                        .flatMap(folder -> after.listing(folder.id()).find(changed.uid()))
                        .ifPresent(entry -> putEntry(changed.folder(), entry));
            case Change.ObjectMoved moved -> move(moved);
            case Change.ObjectRemoved(var folder, var last, var cause) -> remove(folder, last);
            case Change.AnnotationSet(var folder, var entry, var principal, var value) -> {
                var key = keys.annotation(folder, entry, principal);
                if (value == null) {
                    batch.delete(Family.ROWS, key);
                } else {
                    batch.put(Family.ROWS, key, FactRows.annotation(new Annotation(folder, entry, principal, value)));
                }
            }
            case Change.GrantSet(var grant) -> {
                if (grant.rights().isEmpty()) {
                    batch.delete(Family.ROWS, keys.grant(grant));
                } else {
                    batch.put(Family.ROWS, keys.grant(grant), FactRows.grant(grant));
                }
            }
            case Change.QuotaSet(var quota) -> batch.put(Family.ROWS, keys.row(Table.QUOTA), Numbers.quota(quota));
            case Change.HistoryPurged(var through, var horizon) ->
                batch.deleteRange(
                        Family.LOG, keys.commit(outcome.before().counters().oldest()), keys.commit(through.next()));
        }
    }

    private void deriveFolder(FolderId id, Outcome outcome) {
        outcome.after()
                .folder(id)
                .ifPresentOrElse(
                        folder -> batch.put(Family.ROWS, keys.folder(id), FolderCodec.encode(folder)),
                        () -> batch.delete(Family.ROWS, keys.folder(id)));
    }

    private void add(Change.ObjectAdded added, Outcome outcome) {
        var folder = added.folder();
        var entry = added.entry();
        putEntry(folder, entry);
        put(keys.place(entry.object()), PlaceRow.of(folder, entry.uid(), added.key()));
        put(keys.reference(entry.content(), entry.object()), NOTHING);
        if (added.key() != null) {
            put(
                    Family.KEYS,
                    keys.named(Table.KEY, added.key()),
                    Numbers.row(entry.object().number()));
        }
        var source = added.source();
        if (source != null) {
            put(keys.detail(folder, entry.uid()), detail(source));
            return;
        }
        var draft = outcome.drafts().get(entry.content());
        if (!(draft instanceof StoredDraft stored) || stored.box() != keys.box()) {
            throw new IllegalStateException("the draft was made by another box");
        }
        put(keys.detail(folder, entry.uid()), SummaryCodec.encode(stored.summary()));
        addPayload(entry.content(), stored);
    }

    private void addPayload(ContentId content, StoredDraft draft) {
        if (draft.payload() instanceof SmallPayload small) {
            put(Family.PAYLOADS, keys.payload(content), small.bytes());
            return;
        }
        var name = draft.file().name();
        put(keys.fileOf(content), name.digest().bytes());
        put(keys.fileUse(name.digest(), content), NOTHING);
        named.add(name);
    }

    private void move(Change.ObjectMoved moved) {
        var entry = moved.entry();
        var detail = detail(entry.object());
        batch.delete(Family.ROWS, keys.entry(moved.from(), moved.fromUid()));
        delete(keys.detail(moved.from(), moved.fromUid()));
        putEntry(moved.to(), entry);
        put(keys.detail(moved.to(), entry.uid()), detail);
        put(keys.place(entry.object()), PlaceRow.moved(place(entry.object()), moved.to(), entry.uid()));
    }

    private void remove(FolderId folder, Entry last) {
        var key = PlaceRow.key(place(last.object()));
        if (key != null) {
            delete(Family.KEYS, keys.named(Table.KEY, key));
        }
        batch.delete(Family.ROWS, keys.entry(folder, last.uid()));
        delete(keys.detail(folder, last.uid()));
        delete(keys.place(last.object()));
        delete(keys.reference(last.content(), last.object()));
        var references = keys.references(last.content());
        if (staged.page(Family.ROWS, references, Keys.behind(references), 1).isEmpty()) {
            free(last.content());
        }
    }

    /// Nothing in the box refers to the payload any more. A file is collected later, when readers have let go
    /// of it.
    private void free(ContentId content) {
        var digest = staged.get(Family.ROWS, keys.fileOf(content));
        if (digest == null) {
            delete(Family.PAYLOADS, keys.payload(content));
            return;
        }
        delete(keys.fileOf(content));
        delete(keys.fileUse(Digest.of(digest), content));
    }

    private void dropAll(byte[] prefix) {
        batch.deleteRange(Family.ROWS, prefix, Keys.behind(prefix));
    }

    private void putEntry(FolderId folder, Entry entry) {
        batch.put(Family.ROWS, keys.entry(folder, entry.uid()), EntryCodec.encode(entry));
    }

    private byte[] place(ObjectId object) {
        return present(staged.get(Family.ROWS, keys.place(object)), object);
    }

    private byte[] detail(ObjectId object) {
        var placement = PlaceRow.placement(place(object));
        return present(staged.get(Family.ROWS, keys.detail(placement.folder(), placement.uid())), object);
    }

    private static byte[] present(byte @Nullable [] row, ObjectId object) {
        if (row == null) {
            throw new StoreFailure.NotFound("object " + object.number());
        }
        return row;
    }

    private void put(byte[] key, byte[] value) {
        put(Family.ROWS, key, value);
    }

    private void put(Family family, byte[] key, byte[] value) {
        batch.put(family, key, value);
        staged.put(family, key, value);
    }

    private void delete(byte[] key) {
        delete(Family.ROWS, key);
    }

    private void delete(Family family, byte[] key) {
        batch.delete(family, key);
        staged.delete(family, key);
    }
}
