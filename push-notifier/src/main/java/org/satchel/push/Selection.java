// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxView;
import org.satchel.model.Change;
import org.satchel.model.Commit;
import org.satchel.model.Entry;
import org.satchel.model.FolderId;
import org.satchel.model.ObjectId;
import org.satchel.model.Payload;
import org.satchel.model.Placement;
import org.satchel.model.Query;
import org.satchel.model.Right;
import org.satchel.model.StoreFailure;
import org.satchel.model.Summary;

/// What of a commit is told to one subscriber: what its sink wants, its principal may read, and its filter
/// matches.
///
/// A filter decides on objects only; changes of folders pass it. An object that is no longer there to be asked
/// passes too: telling too much is harmless, telling too little is not.
final class Selection {
    private final Subscription subscription;
    private final Sink sink;
    private final @Nullable Query filter;
    private final InstantSource clock;

    Selection(Subscription subscription, Sink sink, @Nullable Query filter, InstantSource clock) {
        this.subscription = subscription;
        this.sink = sink;
        this.filter = filter;
        this.clock = clock;
    }

    /// The commit with what is told of it; empty when that is nothing.
    Optional<Commit> of(BoxView view, Commit commit) {
        var kept = commit.changes().stream()
                .filter(change -> sink.wants(commit, change) && mayRead(view, change) && matches(view, commit, change))
                .toList();
        return kept.isEmpty()
                ? Optional.empty()
                : Optional.of(new Commit(commit.modSeq(), commit.at(), commit.actor(), kept));
    }

    private boolean mayRead(BoxView view, Change change) {
        if (subscription.terms().principal().equals(view.box().text())) {
            return true;
        }
        return switch (change) {
            case Change.FolderCreated(var folder, var _, var _, var _) -> may(view, folder, Right.LOOKUP);
            case Change.FolderRenamed(var folder, var _, var _) -> may(view, folder, Right.LOOKUP);
            case Change.FolderRemoved(var folder, var _, var _) -> may(view, folder, Right.LOOKUP);
            case Change.ObjectAdded(var folder, var _, var _, var _) -> may(view, folder, Right.READ);
            case Change.FlagsChanged(var folder, var _, var _, var _, var _) -> may(view, folder, Right.READ);
            case Change.ObjectMoved(var from, var _, var to, var _) ->
                may(view, from, Right.READ) || may(view, to, Right.READ);
            case Change.ObjectRemoved(var folder, var _, var _) -> may(view, folder, Right.READ);
            case Change.AnnotationSet(var folder, var _, var principal, var _) ->
                folder != null
                        && (principal.isEmpty()
                                || principal.equals(subscription.terms().principal()))
                        && may(view, folder, Right.READ);
            case Change.SubscriptionSet _, Change.GrantSet _, Change.QuotaSet _, Change.HistoryPurged _ -> false;
        };
    }

    private boolean may(BoxView view, FolderId folder, Right right) {
        return view.folder(folder).isPresent()
                && view.rights(subscription.terms().principal(), folder, clock.instant())
                        .contains(right);
    }

    private boolean matches(BoxView view, Commit commit, Change change) {
        if (filter == null) {
            return true;
        }
        return switch (change) {
            case Change.ObjectAdded(var folder, var entry, var _, var _) -> matches(view, folder, entry);
            case Change.FlagsChanged(var folder, var uid, var object, var _, var after) ->
                here(view, object)
                        .flatMap(placement -> view.listing(placement.folder()).find(placement.uid()))
                        .map(entry -> entry.at(uid, commit.modSeq()).withFlags(after, commit.modSeq()))
                        .map(entry -> matches(view, folder, entry))
                        .orElse(true);
            case Change.ObjectMoved(var _, var _, var to, var entry) -> matches(view, to, entry);
            case Change.ObjectRemoved(var folder, var last, var _) -> matches(view, folder, last);
            case Change.FolderCreated _,
                    Change.FolderRenamed _,
                    Change.FolderRemoved _,
                    Change.SubscriptionSet _,
                    Change.AnnotationSet _,
                    Change.GrantSet _,
                    Change.QuotaSet _,
                    Change.HistoryPurged _ -> true;
        };
    }

    private boolean matches(BoxView view, FolderId folder, Entry entry) {
        try {
            return filter == null || filter.matches(new Asked(view, folder, entry));
        } catch (StoreFailure.NotFound removed) {
            return true;
        }
    }

    private static Optional<Placement> here(BoxView view, ObjectId object) {
        return view.locate(object);
    }

    /// An object as the change left it; summary and payload never change, and come from wherever the object is
    /// now.
    private record Asked(BoxView view, FolderId folder, Entry entry) implements Query.Candidate {
        @Override
        public Summary summary() {
            return view.object(placement()).summary();
        }

        @Override
        public Payload payload() {
            return view.payload(placement());
        }

        private Placement placement() {
            return here(view, entry.object())
                    .orElseThrow(() ->
                            new StoreFailure.NotFound("object " + entry.object().number()));
        }
    }
}
