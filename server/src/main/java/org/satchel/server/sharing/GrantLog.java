// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.sharing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.satchel.model.BoxView;
import org.satchel.model.Change;
import org.satchel.model.Commit;
import org.satchel.model.Delta;
import org.satchel.model.FolderId;
import org.satchel.model.Grant;
import org.satchel.model.MessageBox;
import org.satchel.model.ModSeq;

/// Goes over the log of a box, and over time, and says what became of its grants.
final class GrantLog {
    private static final int COMMITS_PER_PAGE = 500;

    private final MessageBox box;
    private final TreeMap<Told.Key, Grant> live;
    private final List<News> news = new ArrayList<>();
    private ModSeq position;

    private GrantLog(MessageBox box, Told told) {
        this.box = box;
        this.live = new TreeMap<>(told.grants());
        this.position = told.position();
    }

    /// @param told as it stands when all of `news` is told
    record Read(List<News> news, Told told) {}

    /// @param since what happened before is not told
    static Read read(MessageBox box, Told told, Instant since, Instant now) {
        var log = new GrantLog(box, told);
        log.read(box.view());
        log.end(now);
        var all = log.news.stream().filter(it -> !it.at().isBefore(since)).toList();
        return new Read(all, new Told(log.position, log.live));
    }

    /// When the first of these ends.
    static Optional<Instant> nextEnd(Told told) {
        return told.grants().values().stream()
                .flatMap(grant -> Optional.ofNullable(grant.expires()).stream())
                .min(Comparator.naturalOrder());
    }

    private void read(BoxView view) {
        if (position.isAfter(view.modSeq())) {
            position = ModSeq.ZERO; // of another box that had this name
            live.clear();
        }
        while (view.modSeq().isAfter(position)) {
            switch (box.changes().since(position, COMMITS_PER_PAGE)) {
                case Delta.Commits(var commits) -> {
                    for (var commit : commits) {
                        take(commit);
                    }
                }
                case Delta.Truncated(var oldest) -> begin(view, oldest);
            }
        }
    }

    /// The log begins later than we stand. What is granted now and is not granted by the rest of the log was so then.
    private void begin(BoxView view, ModSeq oldest) {
        live.clear();
        position = oldest;
        var later = new HashSet<Told.Key>();
        var next = oldest;
        while (view.modSeq().isAfter(next)
                && box.changes().since(next, COMMITS_PER_PAGE) instanceof Delta.Commits(var commits)
                && !commits.isEmpty()) {
            for (var commit : commits) {
                commit.changes().forEach(change -> note(change, later));
                next = commit.modSeq();
            }
        }
        for (var folder : view.folders()) {
            for (var grant : view.grants(folder.id())) {
                var key = new Told.Key(grant.folder(), grant.principal());
                if (!later.contains(key)) {
                    live.put(key, grant);
                }
            }
        }
    }

    private static void note(Change change, Set<Told.Key> keys) {
        if (change instanceof Change.GrantSet(var grant)) {
            keys.add(new Told.Key(grant.folder(), grant.principal()));
        }
    }

    private void take(Commit commit) {
        int number = 0;
        for (var change : commit.changes()) {
            var key = "rights " + box.id() + " " + commit.modSeq() + " " + number++;
            switch (change) {
                case Change.GrantSet(var grant) -> {
                    end(commit.at());
                    set(grant, commit.at(), key);
                }
                case Change.FolderRemoved(var folder, var path, var node) -> {
                    end(commit.at());
                    revokeAll(folder, commit.at(), key);
                }
                case Change.FolderCreated _,
                        Change.FolderRenamed _,
                        Change.SubscriptionSet _,
                        Change.ObjectAdded _,
                        Change.FlagsChanged _,
                        Change.ObjectMoved _,
                        Change.ObjectRemoved _,
                        Change.AnnotationSet _,
                        Change.QuotaSet _,
                        Change.HistoryPurged _ -> {}
            }
        }
        position = commit.modSeq();
    }

    private void set(Grant grant, Instant at, String key) {
        var place = new Told.Key(grant.folder(), grant.principal());
        var before = live.get(place);
        if (grant.rights().isEmpty()) {
            if (before != null) {
                live.remove(place);
                news.add(new News(News.Kind.REVOKED, before, at, key));
            }
            return;
        }
        live.put(place, grant);
        if (!grant.equals(before)) {
            news.add(new News(before == null ? News.Kind.GRANTED : News.Kind.ALTERED, grant, at, key));
        }
    }

    private void revokeAll(FolderId folder, Instant at, String key) {
        var gone = live.values().stream()
                .filter(grant -> grant.folder().equals(folder))
                .toList();
        for (var grant : gone) {
            live.remove(new Told.Key(folder, grant.principal()));
            news.add(new News(News.Kind.REVOKED, grant, at, key + " " + grant.principal()));
        }
    }

    /// Those that are over at a moment.
    private void end(Instant moment) {
        var over = live.values().stream()
                .filter(grant -> !grant.isLive(moment))
                .sorted(Comparator.comparing(grant -> grant.expires() == null ? moment : grant.expires()))
                .toList();
        for (var grant : over) {
            var end = grant.expires() == null ? moment : grant.expires();
            live.remove(new Told.Key(grant.folder(), grant.principal()));
            var key = "rights end " + box.id() + " " + grant.folder().number() + " " + end + " " + grant.principal();
            news.add(new News(News.Kind.EXPIRED, grant, end, key));
        }
    }
}
