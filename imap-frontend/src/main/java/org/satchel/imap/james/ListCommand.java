// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.james.imap.api.display.ModifiedUtf7;
import org.apache.james.imap.message.request.ListRequest;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxView;
import org.satchel.model.Folder;
import org.satchel.model.FolderPath;

/// LIST, with selection and return options: the tree of folders as the client wants to see it.
// RFC 3501 §6.3.8, RFC 5258, RFC 5819
final class ListCommand extends Command<ListRequest> {
    private final Paths paths;
    private final StatusCommand status;

    ListCommand(Paths paths, StatusCommand status) {
        super(ListRequest.class);
        this.paths = paths;
        this.status = status;
    }

    @Override
    void run(ListRequest request, Session session, Answers answers) throws IOException {
        char delimiter = paths.dialect().delimiter();
        if (request.getMailboxPattern().isEmpty()) {
            var reference = request.getBaseReferenceName();
            answers.line("LIST (\\Noselect) \"" + delimiter + "\" " + Paths.quoted(root(reference, delimiter)));
        } else if (!request.selectRemote()
                && !request.getSelectOptions().contains(ListRequest.ListSelectOption.SPECIAL_USE)) {
            var pattern = ModifiedUtf7.decodeModifiedUTF7(request.getBaseReferenceName() + request.getMailboxPattern());
            new Listing(request, new NamePattern(pattern, delimiter), session, answers).write();
        }
        answers.ok(request);
    }

    /// A reference into a namespace has that namespace as its root, any other has none.
    private static String root(String reference, char delimiter) {
        if (!reference.startsWith("#")) {
            return "";
        }
        int cut = reference.indexOf(delimiter);
        return cut < 0 ? reference : reference.substring(0, cut);
    }

    /// One answer: the folders that match, and subscribed names without a folder.
    private final class Listing {
        private final ListRequest request;
        private final NamePattern pattern;
        private final Session session;
        private final Answers answers;
        private final BoxView view;
        private final Set<FolderPath> subscribed;
        private final Set<FolderPath> parents = new HashSet<>();
        private final Set<FolderPath> aboveSubscribed;
        private final boolean onlySubscribed;
        private final boolean showSubscribed;

        Listing(ListRequest request, NamePattern pattern, Session session, Answers answers) {
            this.request = request;
            this.pattern = pattern;
            this.session = session;
            this.answers = answers;
            this.view = session.box().view();
            this.subscribed = view.subscriptions();
            this.onlySubscribed = request.selectSubscribed();
            this.showSubscribed =
                    onlySubscribed || request.getReturnOptions().contains(ListRequest.ListReturnOption.SUBSCRIBED);
            view.folders().forEach(folder -> folder.path().parent().ifPresent(this::addParents));
            boolean recursive = request.getSelectOptions().contains(ListRequest.ListSelectOption.RECURSIVEMATCH);
            this.aboveSubscribed = recursive ? above(subscribed) : Set.of();
        }

        void write() throws IOException {
            var all = new TreeMap<FolderPath, Optional<Folder>>();
            boolean nodes = !answers.profile().isJames();
            for (var folder : view.folders()) {
                if (nodes || folder.selectable()) {
                    all.put(folder.path(), Optional.of(folder));
                }
            }
            if (onlySubscribed) {
                subscribed.forEach(path -> all.putIfAbsent(path, Optional.empty()));
            }
            for (var item : all.entrySet()) {
                if (wanted(item.getKey())) {
                    line(item.getKey(), item.getValue().orElse(null));
                }
            }
        }

        private boolean wanted(FolderPath path) {
            boolean selected = !onlySubscribed || subscribed.contains(path) || aboveSubscribed.contains(path);
            return selected && pattern.matches(paths.name(path));
        }

        private void line(FolderPath path, @Nullable Folder folder) throws IOException {
            var out = answers.out();
            var name = paths.name(path);
            out.ascii("* LIST (").ascii(attributes(path, folder)).ascii(") \"");
            out.write(paths.dialect().delimiter());
            out.ascii("\" ").ascii(Paths.quoted(name));
            if (aboveSubscribed.contains(path)) {
                out.ascii(" (\"CHILDINFO\" (\"SUBSCRIBED\"))");
            }
            out.crlf();
            var items = request.getStatusDataItems();
            // a node that cannot be selected has no status, RFC 5819 §2
            if (items.isPresent() && folder != null && folder.selectable()) {
                status.write(view, folder, items.get(), session, answers);
            }
        }

        private String attributes(FolderPath path, @Nullable Folder folder) {
            var words = new StringBuilder();
            if (folder != null) {
                words.append(folder.selectable() ? "" : "\\Noselect ");
                words.append(parents.contains(path) ? "\\HasChildren" : "\\HasNoChildren");
            }
            if (showSubscribed && subscribed.contains(path)) {
                words.append(words.isEmpty() ? "" : " ").append("\\Subscribed");
            }
            if (folder == null) {
                words.append(words.isEmpty() ? "" : " ").append("\\NonExistent");
            }
            return words.toString();
        }

        private void addParents(FolderPath path) {
            if (parents.add(path)) {
                path.parent().ifPresent(this::addParents);
            }
        }

        private static Set<FolderPath> above(Collection<FolderPath> below) {
            var all = new HashSet<FolderPath>();
            for (var path : below) {
                for (var parent = path.parent();
                        parent.isPresent();
                        parent = parent.get().parent()) {
                    all.add(parent.get());
                }
            }
            return all;
        }
    }
}
