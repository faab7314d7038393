// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.notify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.reference.FolderKeys;
import org.satchel.model.Actor;
import org.satchel.model.BoxView;
import org.satchel.model.Change;
import org.satchel.model.ChangeLog;
import org.satchel.model.Delta;
import org.satchel.model.Folder;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;
import org.satchel.model.ModSeq;

/// Where one client stands in the log of its box, and what it wants to be told from there on.
///
/// What the session did itself it is not told, and of the objects of its selected folder it is told in another way.
// RFC 5465
public final class Watch {
    /// Further behind than this is too far.
    static final int COMMITS_MAX = 10_000;

    private static final Set<Event> ARRIVALS = Set.of(Event.MESSAGE_NEW);
    private static final Set<Event> DEPARTURES = Set.of(Event.MESSAGE_EXPUNGE);
    private static final Set<Event> FLAGS = Set.of(Event.FLAG_CHANGE);

    private final List<Group> groups;
    private ModSeq position;

    public Watch(List<Group> groups, ModSeq position) {
        this.groups = List.copyOf(groups);
        this.position = position;
    }

    public ModSeq position() {
        return position;
    }

    /// Reads on to `view`.
    ///
    /// @param selected the folder that the client has selected; null = none
    /// @return empty when the log does not reach, or there is too much of it: the watch is over then
    public Optional<Notices> read(ChangeLog log, BoxView view, @Nullable FolderId selected, Actor self) {
        if (groups.isEmpty() || !view.modSeq().isAfter(position)) {
            position = groups.isEmpty() ? view.modSeq() : position;
            return Optional.of(new Notices());
        }
        if (view.modSeq().number() - position.number() > COMMITS_MAX
                || !(log.since(position, COMMITS_MAX + 1) instanceof Delta.Commits(var commits))) {
            return Optional.empty();
        }
        var reading = new Reading(view, selected, self.principal());
        for (var commit : commits) {
            if (commit.modSeq().isAfter(view.modSeq())) {
                break;
            }
            if (!commit.actor().session().equals(self.session())) {
                commit.changes().forEach(reading::note);
            }
        }
        position = view.modSeq();
        return Optional.of(reading.notices);
    }

    /// Folders of whose objects the client is told by STATUS, but for the selected one.
    public List<Folder> watched(BoxView view, @Nullable FolderId selected) {
        var subscribed = view.subscriptions();
        var watched = new ArrayList<Folder>();
        for (var folder : view.folders()) {
            var group = group(folder.path(), subscribed);
            if (group != null
                    && group.wantsMessages()
                    && folder.selectable()
                    && !folder.id().equals(selected)) {
                watched.add(folder);
            }
        }
        return watched;
    }

    /// The first group that names a folder decides.
    private @Nullable Group group(FolderPath path, Set<FolderPath> subscribed) {
        for (var group : groups) {
            if (group.folders().contain(path, subscribed)) {
                return group;
            }
        }
        return null;
    }

    private final class Reading {
        private final Notices notices = new Notices();
        private final BoxView view;
        private final @Nullable FolderId selected;
        private final String principal;
        private final Set<FolderPath> subscribed;

        Reading(BoxView view, @Nullable FolderId selected, String principal) {
            this.view = view;
            this.selected = selected;
            this.principal = principal;
            this.subscribed = view.subscriptions();
        }

        void note(Change change) {
            switch (change) {
                case Change.ObjectAdded added -> contents(added.folder(), ARRIVALS);
                case Change.ObjectRemoved removed -> contents(removed.folder(), DEPARTURES);
                case Change.FlagsChanged flagged -> contents(flagged.folder(), FLAGS);
                case Change.ObjectMoved moved -> {
                    contents(moved.from(), DEPARTURES);
                    contents(moved.to(), ARRIVALS);
                }
                case Change.FolderCreated created -> {
                    if (wants(created.path(), Event.MAILBOX_NAME)) {
                        notices.created(created.path());
                    }
                    parent(created.path());
                }
                case Change.FolderRenamed renamed -> {
                    if (wants(renamed.from(), Event.MAILBOX_NAME) || wants(renamed.to(), Event.MAILBOX_NAME)) {
                        notices.renamed(renamed.from(), renamed.to());
                    }
                }
                case Change.FolderRemoved removed -> {
                    if (wants(removed.path(), Event.MAILBOX_NAME)) {
                        if (removed.node()) {
                            notices.touched(removed.path());
                        } else {
                            notices.removed(removed.path());
                        }
                    }
                    parent(removed.path());
                }
                case Change.SubscriptionSet set -> {
                    if (wantsSubscription(set.path())) {
                        notices.touched(set.path());
                    }
                }
                case Change.AnnotationSet set -> annotation(set);
                case Change.GrantSet _, Change.QuotaSet _, Change.HistoryPurged _ -> {
                    // no event has words for it
                }
            }
        }

        private void contents(FolderId id, Set<Event> any) {
            if (id.equals(selected) || notices.contents().contains(id)) {
                return;
            }
            var folder = view.folder(id);
            if (folder.isEmpty() || !folder.get().selectable()) {
                return;
            }
            var group = group(folder.get().path(), subscribed);
            if (group != null && any.stream().anyMatch(group.events()::contains)) {
                notices.changed(id);
            }
        }

        /// A folder that gets its first one below it, or loses the last, is told anew.
        // RFC 5465 §5.4
        private void parent(FolderPath path) {
            path.parent().filter(above -> wants(above, Event.MAILBOX_NAME)).ifPresent(notices::touched);
        }

        private boolean wants(FolderPath path, Event event) {
            var group = group(path, subscribed);
            return group != null && group.events().contains(event);
        }

        /// A path that was subscribed to a moment ago still counts as one of the subscribed.
        private boolean wantsSubscription(FolderPath path) {
            var group = group(path, Set.of(path));
            return group != null && group.events().contains(Event.SUBSCRIPTION_CHANGE);
        }

        private void annotation(Change.AnnotationSet set) {
            if (set.entry().startsWith(FolderKeys.PREFIX)) {
                // no client can name it
                return;
            }
            if (!set.principal().isEmpty() && !set.principal().equals(principal)) {
                return;
            }
            if (set.folder() == null) {
                boolean wanted = groups.stream().anyMatch(it -> it.events().contains(Event.SERVER_METADATA_CHANGE));
                if (wanted) {
                    notices.annotatedBox(set.entry());
                }
                return;
            }
            var folder = view.folder(set.folder());
            if (folder.isPresent() && wants(folder.get().path(), Event.MAILBOX_METADATA_CHANGE)) {
                notices.annotated(set.folder(), set.entry());
            }
        }
    }
}
