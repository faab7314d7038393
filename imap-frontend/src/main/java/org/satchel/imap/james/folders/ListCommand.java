// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.folders;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.Command;
import org.satchel.imap.james.command.RequestReader;
import org.satchel.imap.james.grammar.Paths;
import org.satchel.imap.james.grammar.Profile;
import org.satchel.imap.james.session.Places;
import org.satchel.imap.james.session.Session;
import org.satchel.imap.metadata.SpecialUse;
import org.satchel.imap.rights.Letters;
import org.satchel.model.BoxView;
import org.satchel.model.Folder;
import org.satchel.model.Right;

/// LIST, with selection and return options: the tree of folders as the client wants to see it.
// RFC 3501 §6.3.8, RFC 5258, RFC 5819
public final class ListCommand extends Command<ListRequest> {
    /// Between the patterns of a request that has several: no pattern has this character.
    private static final String PATTERN_END = "\0";

    private final Paths paths;
    private final Places places;
    private final StatusCommand status;

    public ListCommand(Places places, StatusCommand status) {
        super(ListRequest.class);
        this.paths = places.paths();
        this.places = places;
        this.status = status;
    }

    @Override
    protected void run(ListRequest request, Session session, Answers answers) throws IOException {
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

    /// A folder as it is listed, with the view of its box.
    private record Shown(BoxView view, Folder folder) {}

    /// One answer: the folders that match, and subscribed names without a folder.
    private final class Listing {
        private final ListRequest request;
        private final List<NamePattern> patterns;
        private final Session session;
        private final Answers answers;
        private final Set<String> subscribed = new HashSet<>();
        private final Map<String, Optional<Shown>> all = new TreeMap<>();
        private final Set<String> nodes = new HashSet<>();
        private final Set<String> parents = new HashSet<>();
        private final Set<String> aboveSubscribed = new HashSet<>();
        private final boolean onlySubscribed;
        private final boolean showSubscribed;
        private final boolean onlySpecial;
        private final boolean showSpecial;

        Listing(ListRequest request, List<NamePattern> patterns, Session session, Answers answers) {
            this.request = request;
            this.patterns = patterns;
            this.session = session;
            this.answers = answers;
            this.onlySubscribed = request.selectSubscribed();
            this.showSubscribed =
                    onlySubscribed || request.getReturnOptions().contains(ListRequest.ListReturnOption.SUBSCRIBED);
            this.onlySpecial = request.getSelectOptions().contains(ListRequest.ListSelectOption.SPECIAL_USE);
            this.showSpecial =
                    onlySpecial || request.getReturnOptions().contains(ListRequest.ListReturnOption.SPECIAL_USE);
            var view = session.box().view();
            view.subscriptions().forEach(path -> subscribed.add(paths.name(path)));
            if (request.getSelectOptions().contains(ListRequest.ListSelectOption.RECURSIVEMATCH)) {
                subscribed.forEach(name -> addAbove(name, aboveSubscribed));
            }
            boolean withNodes = !answers.profile().isJames();
            for (var folder : view.folders()) {
                if (withNodes || folder.selectable()) {
                    add(view, folder);
                }
                addAbove(paths.name(folder.path()), parents);
            }
            if (patterns.stream().anyMatch(pattern -> pattern.mayMatchBelow(Places.OTHERS))) {
                places.others(session).forEach(this::addOthers);
                nodes.forEach(name -> all.putIfAbsent(name, Optional.empty()));
            }
            if (onlySubscribed) {
                subscribed.forEach(name -> all.putIfAbsent(name, Optional.empty()));
            }
        }

        void write() throws IOException {
            for (var item : all.entrySet()) {
                var shown = item.getValue().orElse(null);
                if (wanted(item.getKey(), shown)) {
                    line(item.getKey(), shown);
                }
            }
        }

        private void add(BoxView view, Folder folder) {
            all.put(places.name(session, view.box(), folder.path()), Optional.of(new Shown(view, folder)));
        }

        /// The folders of somebody else that the client may know of, and the names above them, which are not told as
        /// folders: they are shown as names that cannot be selected, whether they are folders or not.
        private void addOthers(BoxView view) {
            for (var folder : view.folders()) {
                if (places.rights(session, view, folder).contains(Right.LOOKUP)) {
                    add(view, folder);
                    var above = new HashSet<String>();
                    addAbove(places.name(session, view.box(), folder.path()), above);
                    parents.addAll(above);
                    nodes.addAll(above);
                }
            }
        }

        private boolean wanted(String name, @Nullable Shown shown) {
            boolean selected = (!onlySubscribed || subscribed.contains(name) || aboveSubscribed.contains(name))
                    && (!onlySpecial || use(shown).isPresent());
            return selected && patterns.stream().anyMatch(pattern -> pattern.matches(name));
        }

        private void line(String name, @Nullable Shown shown) throws IOException {
            var out = answers.out();
            out.ascii("* LIST (").ascii(attributes(name, shown)).ascii(") \"");
            out.write(paths.dialect().delimiter());
            out.ascii("\" ").utf8(answers.quoted(name));
            if (aboveSubscribed.contains(name)) {
                out.ascii(" (\"CHILDINFO\" (\"SUBSCRIBED\"))");
            }
            out.crlf();
            if (shown != null) {
                more(name, shown);
            }
        }

        private void more(String name, Shown shown) throws IOException {
            var view = shown.view();
            var folder = shown.folder();
            var rights = places.rights(session, view, folder);
            if (request.getReturnOptions().contains(ListRequest.ListReturnOption.MYRIGHTS)) {
                answers.line("MYRIGHTS " + answers.quoted(name) + " " + Letters.of(rights)); // RFC 8440 §4
            }
            var items = request.getStatusDataItems();
            // what cannot be selected has no status, RFC 5819 §2
            if (items.isPresent() && folder.selectable() && rights.contains(Right.READ)) {
                var figures = new StatusCommand.Shown(view, folder, name, places.realm(session, view.box()));
                status.write(figures, items.get(), session, answers);
            }
        }

        private String attributes(String name, @Nullable Shown shown) {
            boolean node = shown == null && nodes.contains(name);
            var words = new StringBuilder();
            if (shown != null || node) {
                words.append(shown != null && shown.folder().selectable() ? "" : "\\Noselect ");
                words.append(parents.contains(name) ? "\\HasChildren" : "\\HasNoChildren");
            }
            if (showSubscribed && subscribed.contains(name)) {
                words.append(words.isEmpty() ? "" : " ").append("\\Subscribed");
            }
            if (shown == null && !node) {
                words.append(words.isEmpty() ? "" : " ").append("\\NonExistent");
            } else if (showSpecial) {
                // RFC 6154 §2
                use(shown).ifPresent(use -> words.append(' ').append(use));
            }
            return words.toString();
        }

        /// Of one's own folders only.
        private Optional<String> use(@Nullable Shown shown) {
            return shown == null || !shown.view().box().equals(session.box().id())
                    ? Optional.empty()
                    : SpecialUse.of(shown.folder().path());
        }

        private void addAbove(String name, Set<String> above) {
            char delimiter = paths.dialect().delimiter();
            for (int cut = name.lastIndexOf(delimiter); cut > 0; cut = name.lastIndexOf(delimiter, cut - 1)) {
                if (!above.add(name.substring(0, cut))) {
                    return;
                }
            }
        }
    }

    /// Reads several patterns, too; James's grammar knows one.
    // RFC 5258 §6 (mbox-or-pat)
    public static final class Parser extends ListCommandParser {
        private static final int PATTERNS_MAX = 100;
        private static final String PATTERN_FOLLOWS = " )\r\n";

        public Parser(StatusResponseFactory responses) {
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
