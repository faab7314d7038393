// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxId;
import org.satchel.model.BoxView;
import org.satchel.model.Change;
import org.satchel.model.Commit;
import org.satchel.model.Entry;
import org.satchel.model.Flags;
import org.satchel.model.Folder;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;
import org.satchel.model.MessageStore;
import org.satchel.model.ModSeq;
import org.satchel.model.ObjectId;
import org.satchel.model.StoreFailure;
import org.satchel.model.Summary;
import org.satchel.nms.box.FlagNames;
import org.satchel.nms.box.FolderLookup;
import org.satchel.nms.box.Urls;
import org.satchel.nms.deposit.Hidden;
import org.satchel.nms.format.Documents;
import org.satchel.nms.format.Format;
import org.satchel.nms.type.FlagList;
import org.satchel.nms.type.NmsEvent;
import org.satchel.nms.type.NmsEventList;
import org.satchel.push.ListEncoder;
import org.satchel.push.Notification;
import org.satchel.push.Subscription;
import org.satchel.push.Target;

/// Writes what a subscriber is told.
// OMA NMS §5.5, §8.3
public final class EventLists implements ListEncoder {
    private final MessageStore store;
    private final Function<BoxId, Urls> urls;
    private final RestartTokens tokens;
    private final Documents documents;

    public EventLists(MessageStore store, Function<BoxId, Urls> urls, RestartTokens tokens, Documents documents) {
        this.store = store;
        this.urls = urls;
        this.tokens = tokens;
        this.documents = documents;
    }

    /// True for changes that have an event.
    public static boolean isTold(Change change) {
        return switch (change) {
            case Change.FolderCreated _, Change.FolderRenamed _, Change.FolderRemoved _ -> true;
            case Change.ObjectAdded _, Change.FlagsChanged _, Change.ObjectMoved _, Change.ObjectRemoved _ -> true;
            case Change.SubscriptionSet _,
                    Change.AnnotationSet _,
                    Change.GrantSet _,
                    Change.QuotaSet _,
                    Change.HistoryPurged _ -> false;
        };
    }

    @Override
    public Optional<ListEncoder.Document> encode(Notification notification) {
        var format = format(notification.subscription().terms().target());
        return list(notification)
                .map(list -> documents.text("nmsEventList", list, format))
                .map(text -> new ListEncoder.Document(format.mediaType(), text));
    }

    private static Format format(Target target) {
        var asked = switch (target) {
            case Target.Callback(var _, var format) -> format;
            case Target.Channel(var _, var _, var format) -> format;
            case Target.PushDevice _, Target.WebPush _ -> Target.Format.JSON;
        };
        return switch (asked) {
            case JSON -> Format.JSON;
            case XML -> Format.XML;
        };
    }

    /// The list, not yet written.
    ///
    /// @return empty when it holds nothing that has an event
    public Optional<NmsEventList> list(Notification notification) {
        var events = switch (notification.content()) {
            // OMA NMS §12.1: first, and here alone
            case Notification.Reset() -> List.of(NmsEvent.reset());
            case Notification.Events(var commits) -> events(notification.subscription(), commits);
        };
        return events.isEmpty() ? Optional.empty() : Optional.of(list(notification, events));
    }

    private NmsEventList list(Notification notification, List<NmsEvent> events) {
        var subscription = notification.subscription();
        var box = subscription.box();
        var data = subscription.terms().callbackData();
        return new NmsEventList(
                events,
                notification.index(),
                tokens.write(box, notification.position()),
                data.isEmpty() ? null : data,
                // OMA NMS §12.1: clients drop lists without it
                List.of(new NmsEventList.Link(
                        "NmsSubscription",
                        urls.apply(box).subscription(subscription.id().text()))));
    }

    private List<NmsEvent> events(Subscription subscription, List<Commit> commits) {
        var telling = new Telling(store.open(subscription.box()).view(), urls.apply(subscription.box()));
        var events = new ArrayList<NmsEvent>();
        for (var commit : commits) {
            for (var change : commit.changes()) {
                var event = telling.event(change, commit.modSeq());
                if (event != null) {
                    events.add(event);
                }
                if (change instanceof Change.FolderCreated created && tookPlace(commit, created)) {
                    events.addAll(telling.under(created.folder(), commit.modSeq()));
                }
            }
        }
        return events;
    }

    /// Whether the same commit removed what was there before: a node with children, which stay.
    private static boolean tookPlace(Commit commit, Change.FolderCreated created) {
        return commit.changes().stream()
                .anyMatch(change -> change instanceof Change.FolderRemoved(var _, var path, var node)
                        && !node
                        && path.equals(created.path()));
    }

    /// Events of one box. What a change does not say is looked up where the object is now, if it still is.
    private record Telling(BoxView view, Urls urls) {
        @Nullable
        NmsEvent event(Change change, ModSeq at) {
            return switch (change) {
                case Change.ObjectAdded(var folder, var entry, var _, var _) ->
                    changed(folder, entry.object(), entry.flags(), at);
                case Change.ObjectMoved(var _, var _, var to, var entry) ->
                    changed(to, entry.object(), entry.flags(), at);
                case Change.FlagsChanged(var folder, var _, var object, var _, var after) ->
                    changed(folder, object, after, at);
                case Change.ObjectRemoved(var _, var last, var cause) -> removed(last, cause, at);
                case Change.FolderCreated(var folder, var path, var _, var _) -> changed(folder, path, at);
                case Change.FolderRenamed(var folder, var _, var to) -> changed(folder, to, at);
                case Change.FolderRemoved(var folder, var path, var node) ->
                    node
                            ? changed(folder, path, at)
                            : NmsEvent.of(new NmsEvent.DeletedFolder(urls.folder(folder), at.number()));
                case Change.SubscriptionSet _,
                        Change.AnnotationSet _,
                        Change.GrantSet _,
                        Change.QuotaSet _,
                        Change.HistoryPurged _ -> null;
            };
        }

        /// With all flags as they were then. OMA NMS §8.3
        private NmsEvent changed(FolderId folder, ObjectId object, Flags flags, ModSeq at) {
            var summary = summary(object);
            return NmsEvent.of(new NmsEvent.ChangedObject(
                    urls.folder(folder),
                    new FlagList(FlagNames.of(flags), urls.flags(object)),
                    urls.object(object),
                    at.number(),
                    summary.flatMap(Hidden::correlationId).orElse(null),
                    summary.flatMap(Hidden::correlationTag).orElse(null)));
        }

        /// Name and parent as they are now: what was above it then may have another name by now. Of a folder that is
        /// gone, only the name.
        private NmsEvent changed(FolderId folder, FolderPath path, ModSeq at) {
            var now = view.folder(folder);
            var parent = now.map(it -> FolderLookup.above(view, it)
                    .map(above -> urls.folder(above.id()))
                    .orElseGet(urls::rootFolder));
            return NmsEvent.of(new NmsEvent.ChangedFolder(
                    parent.orElse(null), now.map(Folder::path).orElse(path).name(), urls.folder(folder), at.number()));
        }

        /// Folders that have this one above them and are older.
        List<NmsEvent> under(FolderId made, ModSeq at) {
            return view.folders().stream()
                    .filter(folder -> at.isAfter(folder.created()))
                    .filter(folder ->
                            FolderLookup.above(view, folder).map(Folder::id).equals(Optional.of(made)))
                    .map(folder -> changed(folder.id(), folder.path(), at))
                    .toList();
        }

        private NmsEvent removed(Entry last, Change.Cause cause, ModSeq at) {
            var event = new NmsEvent.DeletedObject(urls.object(last.object()), at.number());
            return switch (cause) {
                case REMOVED -> NmsEvent.deleted(event);
                case EXPIRED -> NmsEvent.expired(event);
            };
        }

        private Optional<Summary> summary(ObjectId object) {
            try {
                return view.locate(object).map(place -> view.object(place).summary());
            } catch (StoreFailure.NotFound e) {
                return Optional.empty();
            }
        }
    }
}
