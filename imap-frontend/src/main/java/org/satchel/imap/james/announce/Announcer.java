// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.announce;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.ImapOutput;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.FolderLines;
import org.satchel.imap.james.fetch.Arrivals;
import org.satchel.imap.james.grammar.UidText;
import org.satchel.imap.james.searching.Updates;
import org.satchel.imap.james.session.FolderMemory;
import org.satchel.imap.james.session.Manner;
import org.satchel.imap.james.session.SelectedFolder;
import org.satchel.imap.james.session.Session;
import org.satchel.model.BoxView;
import org.satchel.model.Change;
import org.satchel.model.ChangeLog;
import org.satchel.model.Commit;
import org.satchel.model.Delta;
import org.satchel.model.Entry;
import org.satchel.model.FolderId;
import org.satchel.model.Listing;
import org.satchel.model.Uid;

/// Tells a client what happened in its folder since it was last told, by itself and by others: EXISTS, EXPUNGE or
/// VANISHED, RECENT, FETCH; and what it asked with NOTIFY to be told.
///
/// Reads the log from where the session stands, and the listing only where the log cannot tell.
public final class Announcer {
    private static final int COMMITS_MAX = 10_000;

    private final FolderMemory memory;
    private final Notifier notifier;
    private final Updates updates;

    public Announcer(FolderMemory memory, Notifier notifier, Updates updates) {
        this.memory = memory;
        this.notifier = notifier;
        this.updates = updates;
    }

    public void announce(Session session, Answers answers, Manner manner) throws IOException {
        selected(session, answers, manner);
        if (manner == Manner.NO_REMOVALS) {
            knownThrough(session, answers);
        }
        notifier.tell(session, answers);
    }

    /// A client that was told mod-sequences but not the removals below them must not take the highest of them for what
    /// it knows.
    // RFC 7162 §3.2
    private static void knownThrough(Session session, Answers answers) throws IOException {
        var selected = session.folder();
        var known = selected == null ? null : selected.knownThrough();
        if (known != null && session.hasQresync() && !answers.profile().isJames()) {
            answers.line("OK [HIGHESTMODSEQ " + known + "] Removals are told later");
        }
    }

    private void selected(Session session, Answers answers, Manner manner) throws IOException {
        var selected = session.folder();
        if (selected == null) {
            return;
        }
        var view = selected.isWithdrawn() ? null : selected.box().view();
        if (view == null || selected.isWithdrawn(view)) {
            session.unselect();
            answers.line("NO [NOPERM] " + SelectedFolder.WITHDRAWN);
            answers.line("OK [CLOSED] No folder is selected");
            return;
        }
        var wishes = session.wishes();
        boolean leftAlone = wishes != null && !wishes.tellsMembers();
        boolean mayRemove = manner != Manner.NO_REMOVALS;
        if (leftAlone && view.modSeq().equals(selected.position())) {
            return;
        }
        if (view.modSeq().equals(selected.position()) && !(mayRemove && selected.owesRemovals())) {
            return;
        }
        if (selected.isGone(view)) {
            return;
        }
        var news = read(session, selected, view);
        boolean leavesNumbers = leftAlone && !news.hasOwn;
        if (!news.removed.isEmpty() && (leavesNumbers || !mayRemove)) {
            selected.holdRemovals();
        }
        if (leavesNumbers) {
            // its numbers stay what they are until it does something to the folder itself, or asks to be told again
            updates.gone(selected, news.removed, answers);
            selected.caughtUpButRemovals(view.modSeq());
            updates.changed(session, selected, view, news.touched, selected.told(), answers);
            return;
        }
        if (selected.owesRemovals()) {
            missing(selected.told(), view.listing(selected.folder()), news.removed);
        }
        var now = view.listing(selected.folder());
        var out = answers.out();
        int recentBefore = selected.recents().count(selected.told());
        var told = selected.told();
        boolean heldBack = !mayRemove && (selected.owesRemovals() || !news.removed.isEmpty());
        if (heldBack) {
            updates.gone(selected, news.removed, answers);
            selected.caughtUpButRemovals(view.modSeq());
        } else {
            int remaining = told.count() - news.removed.size();
            boolean grew = now.count() > remaining;
            if (grew) {
                claim(session, selected, now);
                FolderLines.numbered(out, now.count() + news.removed.size(), "EXISTS");
            }
            updates.gone(selected, news.removed, answers);
            Updates.closeUp(selected, news.removed);
            removals(session, out, told, news.removed);
            selected.caughtUp(now, view.modSeq());
            int recent = selected.recents().count(now);
            if (!session.hasRev2() && (grew || (manner == Manner.EXPUNGE && recent != recentBefore))) {
                FolderLines.numbered(out, recent, "RECENT");
            }
        }
        FolderLines.keywords(selected, answers, news.keywords);
        boolean withUid = manner == Manner.ALL_WITH_UID || answers.tellsUid();
        if (wishes == null || wishes.tellsFlags()) {
            flags(session, selected, now, answers, news, withUid || wishes != null);
        }
        var arrivals = wishes == null ? null : wishes.arrivals();
        if (arrivals != null && !heldBack) {
            new Arrivals(arrivals, session, answers).tell(view, now, told.count() - news.removed.size(), news.added);
        }
        updates.changed(session, selected, view, news.touched, told, answers);
    }

    /// New objects are recent to every session that has the folder selected when they come, and to none that selects it
    /// later.
    // RFC 3501 §2.3.2
    private void claim(Session session, SelectedFolder selected, Listing now) {
        if (session.hasRev2()) {
            return; // it does not know the word, and leaves them to who does
        }
        long next = uidAfter(now);
        selected.recents().add(uidAfter(selected.told()), next);
        if (!selected.isReadOnly() && selected.isOwn()) {
            memory.claimRecent(selected.box().id(), selected.folder(), next);
        }
    }

    private static long uidAfter(Listing listing) {
        int count = listing.count();
        return count == 0 ? 1 : listing.at(count - 1).uid().number() + 1;
    }

    private static void removals(Session session, ImapOutput out, Listing told, Collection<Uid> removed)
            throws IOException {
        if (removed.isEmpty()) {
            return;
        }
        if (session.hasQresync()) {
            // RFC 7162 §3.2.10
            out.ascii("* VANISHED ");
            UidText.write(out, removed);
            out.crlf();
            return;
        }
        int before = 0;
        for (var uid : removed) {
            FolderLines.numbered(out, told.indexOf(uid) + 1 - before++, "EXPUNGE");
        }
    }

    private static void flags(
            Session session, SelectedFolder selected, Listing now, Answers answers, News news, boolean withUid)
            throws IOException {
        for (var uid : news.flagged) {
            int number = selected.number(uid);
            int index = now.indexOf(uid);
            if (number > 0 && index >= 0) {
                var entry = now.at(index);
                var recent = selected.recents().contains(uid);
                FolderLines.fetch(answers, number, entry, recent, withUid, session.hasCondstore());
            }
        }
    }

    /// What happened in one folder.
    private static final class News {
        /// Of those the client counts, ascending.
        final TreeSet<Uid> removed = new TreeSet<>();

        /// By others.
        final TreeSet<Uid> flagged = new TreeSet<>();

        /// By anybody: flags of these changed.
        final TreeSet<Uid> touched = new TreeSet<>();

        /// By this session.
        final Set<Uid> added = new HashSet<>();

        /// Whether this session put something into the folder, or took something out of it.
        boolean hasOwn;

        final Set<String> keywords = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    }

    private static News read(Session session, SelectedFolder selected, BoxView view) {
        var news = new News();
        var commits = commits(selected.box().changes(), selected, view);
        if (commits == null) {
            compare(selected, view, news);
            return news;
        }
        for (var commit : commits) {
            boolean own = commit.actor().session().equals(session.actor().session());
            for (var change : commit.changes()) {
                note(change, selected, own, news);
            }
        }
        return news;
    }

    private static void note(Change change, SelectedFolder selected, boolean own, News news) {
        FolderId folder = selected.folder();
        switch (change) {
            case Change.FlagsChanged(var in, var uid, var _, var _, var after)
            when in.equals(folder) -> {
                news.keywords.addAll(after.keywords());
                news.touched.add(uid);
                if (!own) {
                    news.flagged.add(uid);
                }
            }
            case Change.ObjectAdded(var in, var entry, var _, var _) when in.equals(folder) -> add(entry, own, news);
            case Change.ObjectMoved(var from, var uid, var to, var entry) -> {
                if (from.equals(folder)) {
                    remove(selected.told(), uid, own, news);
                }
                if (to.equals(folder)) {
                    add(entry, own, news);
                }
            }
            case Change.ObjectRemoved(var in, var last, var _)
            when in.equals(folder) -> remove(selected.told(), last.uid(), own, news);
            default -> {
                // another folder, or nothing that a client of this one is told
            }
        }
    }

    private static void add(Entry entry, boolean own, News news) {
        news.keywords.addAll(entry.flags().keywords());
        if (own) {
            news.added.add(entry.uid());
            news.hasOwn = true;
        }
    }

    private static void remove(Listing told, Uid uid, boolean own, News news) {
        news.hasOwn |= own;
        if (told.indexOf(uid) >= 0) {
            news.removed.add(uid);
        }
    }

    /// @return the commits from where the client stands to what is looked at; null when the log does not reach, or has
    /// too many
    private static @Nullable List<Commit> commits(ChangeLog log, SelectedFolder selected, BoxView view) {
        if (!(log.since(selected.position(), COMMITS_MAX) instanceof Delta.Commits(var all))
                || all.size() == COMMITS_MAX) {
            return null;
        }
        var seen = new ArrayList<Commit>(all.size());
        for (var commit : all) {
            if (!commit.modSeq().isAfter(view.modSeq())) {
                seen.add(commit);
            }
        }
        return seen;
    }

    /// Finds out from the two listings alone. What this session changed itself is told, too: that does no harm.
    private static void compare(SelectedFolder selected, BoxView view, News news) {
        var now = view.listing(selected.folder());
        missing(selected.told(), now, news.removed);
        news.hasOwn = true;
        now.forEach(entry -> {
            if (entry.modSeq().isAfter(selected.position())) {
                if (selected.number(entry.uid()) > 0) {
                    news.flagged.add(entry.uid());
                    news.touched.add(entry.uid());
                }
                news.keywords.addAll(entry.flags().keywords());
            }
        });
    }

    private static void missing(Listing told, Listing now, Set<Uid> missing) {
        var next = new int[1];
        told.forEach((Entry entry) -> {
            while (next[0] < now.count() && now.at(next[0]).uid().compareTo(entry.uid()) < 0) {
                next[0]++;
            }
            if (next[0] == now.count() || !now.at(next[0]).uid().equals(entry.uid())) {
                missing.add(entry.uid());
            }
        });
    }
}
