// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.announce;

import java.io.IOException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.james.imap.api.message.StatusDataItems;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.folders.StatusCommand;
import org.satchel.imap.james.grammar.Paths;
import org.satchel.imap.james.session.Session;
import org.satchel.imap.james.session.Wishes;
import org.satchel.imap.notify.Notices;
import org.satchel.model.BoxView;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;

/// Tells a client of folders that it has not selected what it asked with NOTIFY to be told: STATUS, LIST and METADATA
/// lines.
// RFC 5465 §5
public final class Notifier {
    private static final StatusDataItems FIGURES = new StatusDataItems(EnumSet.of(
            StatusDataItems.StatusItem.MESSAGES,
            StatusDataItems.StatusItem.UID_NEXT,
            StatusDataItems.StatusItem.UID_VALIDITY));
    private static final StatusDataItems FIGURES_AND_MODSEQ = new StatusDataItems(EnumSet.of(
            StatusDataItems.StatusItem.MESSAGES,
            StatusDataItems.StatusItem.UID_NEXT,
            StatusDataItems.StatusItem.UID_VALIDITY,
            StatusDataItems.StatusItem.HIGHEST_MODSEQ));

    private final Paths paths;
    private final StatusCommand status;

    public Notifier(Paths paths, StatusCommand status) {
        this.paths = paths;
        this.status = status;
    }

    /// Tells what the log brought since the last time.
    void tell(Session session, Answers answers) throws IOException {
        var wishes = session.wishes();
        if (wishes == null) {
            return;
        }
        var view = session.box().view();
        var news = wishes.watch().read(session.box().changes(), view, session.ownSelection(), session.actor());
        if (news.isEmpty()) {
            // RFC 5465 §5.8: as if NOTIFY NONE had been said
            answers.line("OK [NOTIFICATIONOVERFLOW] Too much happened meanwhile, nothing more is told");
            session.wishes(Wishes.none(view.modSeq()));
            return;
        }
        var notices = news.get();
        if (notices.isEmpty()) {
            return;
        }
        names(notices, view, answers);
        for (var folder : notices.contents()) {
            status(view, folder, session, answers);
        }
        metadata(notices, view, answers);
    }

    /// How all watched folders stand now.
    void states(Session session, Answers answers, BoxView view) throws IOException {
        var wishes = session.wishes();
        if (wishes != null) {
            for (var folder : wishes.watch().watched(view, session.ownSelection())) {
                status(view, folder.id(), session, answers);
            }
        }
    }

    private void status(BoxView view, FolderId id, Session session, Answers answers) throws IOException {
        var folder = view.folder(id);
        if (folder.isPresent()) {
            var shown = new StatusCommand.Shown(
                    view, folder.get(), paths.name(folder.get().path()), "");
            status.write(shown, session.hasCondstore() ? FIGURES_AND_MODSEQ : FIGURES, session, answers);
        }
    }

    private void names(Notices notices, BoxView view, Answers answers) throws IOException {
        var names = notices.names();
        if (names.isEmpty()) {
            return;
        }
        var parents = parents(view);
        var subscribed = view.subscriptions();
        for (var name : names.entrySet()) {
            var path = name.getKey();
            answers.line("LIST (" + attributes(path, view, parents, subscribed) + ") \""
                    + paths.dialect().delimiter() + "\" " + quoted(path, answers) + oldName(name.getValue(), answers));
        }
    }

    private static Set<FolderPath> parents(BoxView view) {
        var parents = new HashSet<FolderPath>();
        for (var folder : view.folders()) {
            for (var parent = folder.path().parent();
                    parent.isPresent() && parents.add(parent.get());
                    parent = parent.get().parent()) {
                // all above the folder, up to one that is known
            }
        }
        return parents;
    }

    private static String attributes(
            FolderPath path, BoxView view, Set<FolderPath> parents, Set<FolderPath> subscribed) {
        var words = new StringBuilder();
        var folder = view.folder(path);
        if (folder.isPresent()) {
            words.append(folder.get().selectable() ? "" : "\\Noselect ");
            words.append(parents.contains(path) ? "\\HasChildren" : "\\HasNoChildren");
        } else {
            words.append("\\NonExistent");
        }
        return words.append(subscribed.contains(path) ? " \\Subscribed" : "").toString();
    }

    /// RFC 5465 §5.4
    private String oldName(Optional<FolderPath> before, Answers answers) {
        return before.map(path -> " (\"OLDNAME\" (" + quoted(path, answers) + "))")
                .orElse("");
    }

    /// RFC 5464 §4.4.2: the names of what changed, without the values.
    private void metadata(Notices notices, BoxView view, Answers answers) throws IOException {
        for (var changed : notices.annotations().entrySet()) {
            var folder = view.folder(changed.getKey());
            if (folder.isPresent()) {
                answers.line("METADATA " + quoted(folder.get().path(), answers) + " "
                        + String.join(" ", changed.getValue()));
            }
        }
        if (!notices.boxAnnotations().isEmpty()) {
            answers.line("METADATA \"\" " + String.join(" ", notices.boxAnnotations()));
        }
    }

    private String quoted(FolderPath path, Answers answers) {
        return answers.quoted(paths.name(path));
    }
}
