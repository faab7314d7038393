// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.parser.ListCommandParser;
import org.apache.james.imap.message.request.ListRequest;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.metadata.SpecialUse;
import org.satchel.imap.rights.Letters;
import org.satchel.model.BoxView;
import org.satchel.model.Folder;
import org.satchel.model.FolderPath;

/// LIST, with selection and return options: the tree of folders as the client wants to see it.
// RFC 3501 §6.3.8, RFC 5258, RFC 5819
final class ListCommand extends Command<ListRequest> {
    /// Between the patterns of a request that has several: no pattern has this character.
    private static final String PATTERN_END = "\0";

    private final Paths paths;
    private final Places places;
    private final StatusCommand status;

    ListCommand(Paths paths, Places places, StatusCommand status) {
        super(ListRequest.class);
        this.paths = paths;
        this.places = places;
        this.status = status;
    }

    @Override
    void run(ListRequest request, Session session, Answers answers) throws IOException {
        char delimiter = paths.dialect().delimiter();
        if (!isServed(request, answers.profile())) {
            answers.bad(request, "failed. Illegal arguments.");
            return;
        }
        if (request.getMailboxPattern().isEmpty()) {
            var reference = request.getBaseReferenceName();
            answers.line("LIST (\\Noselect) \"" + delimiter + "\" " + answers.quoted(root(reference, delimiter)));
        } else if (!request.selectRemote()) {
            var patterns = Stream.of(request.getMailboxPattern().split(PATTERN_END))
                    .map(pattern -> new NamePattern(
                            request.getBaseReferenceName() + Paths.pattern(pattern, session.hasUtf8()), delimiter))
                    .toList();
            new Listing(request, patterns, session, answers).write();
        }
        answers.ok(request);
    }

    private static boolean isServed(ListRequest request, Profile profile) {
        // RFC 5258 §3.1: it says how another selection is to be read
        boolean alone = request.getSelectOptions().contains(ListRequest.ListSelectOption.RECURSIVEMATCH)
                && !request.selectSubscribed();
        return !alone
                && request.getStatusDataItems()
                        .map(items -> StatusCommand.serves(items, profile))
                        .orElse(true);
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
        private final List<NamePattern> patterns;
        private final Session session;
        private final Answers answers;
        private final BoxView view;
        private final Set<FolderPath> subscribed;
        private final Set<FolderPath> parents = new HashSet<>();
        private final Set<FolderPath> aboveSubscribed;
        private final boolean onlySubscribed;
        private final boolean showSubscribed;
        private final boolean onlySpecial;
        private final boolean showSpecial;

        Listing(ListRequest request, List<NamePattern> patterns, Session session, Answers answers) {
            this.request = request;
            this.patterns = patterns;
            this.session = session;
            this.answers = answers;
            this.view = session.box().view();
            this.subscribed = view.subscriptions();
            this.onlySubscribed = request.selectSubscribed();
            this.showSubscribed =
                    onlySubscribed || request.getReturnOptions().contains(ListRequest.ListReturnOption.SUBSCRIBED);
            this.onlySpecial = request.getSelectOptions().contains(ListRequest.ListSelectOption.SPECIAL_USE);
            this.showSpecial =
                    onlySpecial || request.getReturnOptions().contains(ListRequest.ListReturnOption.SPECIAL_USE);
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
            boolean selected = (!onlySubscribed || subscribed.contains(path) || aboveSubscribed.contains(path))
                    && (!onlySpecial || SpecialUse.of(path).isPresent());
            var name = paths.name(path);
            return selected && patterns.stream().anyMatch(pattern -> pattern.matches(name));
        }

        private void line(FolderPath path, @Nullable Folder folder) throws IOException {
            var out = answers.out();
            var name = paths.name(path);
            out.ascii("* LIST (").ascii(attributes(path, folder)).ascii(") \"");
            out.write(paths.dialect().delimiter());
            out.ascii("\" ").utf8(answers.quoted(name));
            if (aboveSubscribed.contains(path)) {
                out.ascii(" (\"CHILDINFO\" (\"SUBSCRIBED\"))");
            }
            out.crlf();
            if (folder != null && request.getReturnOptions().contains(ListRequest.ListReturnOption.MYRIGHTS)) {
                var rights = places.rights(session, view, folder);
                answers.line("MYRIGHTS " + answers.quoted(name) + " " + Letters.of(rights)); // RFC 8440 §4
            }
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
            } else if (showSpecial) {
                // RFC 6154 §2
                SpecialUse.of(path).ifPresent(use -> words.append(' ').append(use));
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

    /// Reads several patterns, too; James's grammar knows one.
    // RFC 5258 §6 (mbox-or-pat)
    static final class Parser extends ListCommandParser {
        private static final int PATTERNS_MAX = 100;
        private static final String PATTERN_FOLLOWS = " )\r\n";

        Parser(StatusResponseFactory responses) {
            super(responses);
        }

        @Override
        public String listMailbox(ImapRequestLineReader line) throws DecodingException {
            if (line.nextWordChar() != '(') {
                return one(line);
            }
            line.consumeChar('(');
            var patterns = new StringJoiner(PATTERN_END);
            int count = 0;
            do {
                patterns.add(one(line));
                if (++count > PATTERNS_MAX) {
                    throw new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, "too many patterns");
                }
            } while (line.nextWordChar() != ')');
            line.consumeChar(')');
            return patterns.toString();
        }

        private String one(ImapRequestLineReader line) throws DecodingException {
            char first = line.nextWordChar();
            var pattern = first == '"' || first == '{' ? super.listMailbox(line) : bare(line);
            if (pattern.contains(PATTERN_END)) {
                throw new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, "pattern with a NUL");
            }
            // whoever decodes it later, it can be decoded
            ((RequestReader) line).name(pattern);
            return pattern;
        }

        /// James's own method does not know that a parenthesis may follow.
        private static String bare(ImapRequestLineReader line) throws DecodingException {
            var pattern = new StringBuilder();
            while (PATTERN_FOLLOWS.indexOf(line.nextChar()) < 0) {
                char next = line.consume();
                if (next < ' ' || next > '~' || "({\"\\".indexOf(next) >= 0) {
                    throw new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, "pattern");
                }
                pattern.append(next);
            }
            if (pattern.isEmpty()) {
                throw new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, "no pattern");
            }
            return pattern.toString();
        }
    }
}
