// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.folders;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.james.imap.api.ImapCommand;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;
import org.apache.james.imap.message.request.AbstractImapRequest;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.Command;
import org.satchel.imap.james.grammar.Wire;
import org.satchel.imap.james.grammar.Words;
import org.satchel.imap.james.session.Places;
import org.satchel.imap.james.session.Session;
import org.satchel.imap.metadata.EntryName;
import org.satchel.imap.metadata.Expiries;
import org.satchel.imap.metadata.FolderFacts;
import org.satchel.imap.metadata.SpecialUse;
import org.satchel.model.Annotation;
import org.satchel.model.Right;

/// GETMETADATA: entries of a folder, or of the account when the folder's name is empty.
// RFC 5464 §4.2
public final class GetMetadataCommand extends Command<GetMetadataCommand.Request> {
    private static final ImapCommand COMMAND = ImapCommand.authenticatedStateCommand("GETMETADATA");

    /// Most entries that one command may name.
    private static final int ENTRIES_MAX = 100;

    private static final int OPTIONS_MAX = 2;

    private final Places places;
    private final InstantSource clock;

    public GetMetadataCommand(Places places, InstantSource clock) {
        super(Request.class);
        this.clock = clock;
        this.places = places;
    }

    @Override
    protected void run(Request request, Session session, Answers answers) throws IOException {
        var found = values(request, session);
        long longest = 0;
        for (var values = found.values().iterator(); values.hasNext(); ) {
            long length = values.next().map(GetMetadataCommand::length).orElse(0);
            if (length > request.options.maxSize) {
                longest = Math.max(longest, length);
                values.remove();
            }
        }
        if (!found.isEmpty()) {
            var out = answers.out();
            answers.settle();
            out.ascii("* METADATA ").utf8(answers.quoted(request.mailbox)).ascii(" (");
            var separator = "";
            for (var each : found.entrySet()) {
                out.ascii(separator).ascii(each.getKey()).ascii(" ");
                Wire.string(out, each.getValue().orElse(null));
                separator = " ";
            }
            out.ascii(")").crlf();
        }
        // RFC 5464 §4.2.1
        answers.ok(request, longest > 0 ? "METADATA LONGENTRIES " + longest : null, "completed.");
    }

    /// What is asked for, by name: an entry that is named and not there is NIL, one that is only covered is left out.
    private Map<String, Optional<String>> values(Request request, Session session) {
        var found = new LinkedHashMap<String, Optional<String>>();
        var root = session.connection().manners().metadataRoot();
        var there = new ArrayList<FolderFacts.Fact>();
        List<Annotation> kept;
        if (request.mailbox.isEmpty()) {
            kept = session.box().view().annotations(Optional.empty());
        } else {
            var place = places.present(session, request.mailbox).demanding(Right.READ);
            kept = place.view().annotations(Optional.of(place.folder().id()));
            there.addAll(new FolderFacts(root, place.view(), place.folder()).all());
            if (place.isIn(session.box())) {
                there.add(SpecialUse.fact(place.folder()));
            }
            if (place.rights().contains(Right.ADMINISTER) && places.shares().isOn()) {
                there.addAll(new Expiries(root).of(place.view(), place.folder(), clock.instant()));
            }
        }
        var principal = session.actor().principal();
        for (var annotation : kept) {
            var name = new EntryName(annotation.entry());
            if (annotation.principal().equals(name.isPrivate() ? principal : "")
                    && !FolderFacts.isReserved(root, name)) {
                there.add(new FolderFacts.Fact(name, () -> Optional.of(annotation.value())));
            }
        }
        for (var wanted : request.entries) {
            boolean exact = false;
            for (var fact : there) {
                if (wanted.covers(fact.name(), request.options.depth)) {
                    boolean same = wanted.key().equals(fact.name().key());
                    exact |= same;
                    var value = fact.value().get();
                    if (value.isPresent() || same) {
                        found.put(fact.name().text(), value);
                    }
                }
            }
            if (!exact && request.options.depth == EntryName.Depth.NONE) {
                found.putIfAbsent(wanted.text(), Optional.empty());
            }
        }
        return found;
    }

    private static int length(String value) {
        return value.getBytes(StandardCharsets.UTF_8).length;
    }

    /// What may be asked for beside the names.
    private static final class Options {
        /// Longer values are left out, in bytes.
        private long maxSize = Long.MAX_VALUE;

        private EntryName.Depth depth = EntryName.Depth.NONE;

        void read(ImapRequestLineReader line) throws DecodingException {
            switch (Words.keyword(line)) {
                case "MAXSIZE" -> {
                    line.nextWordChar();
                    maxSize = line.number(true);
                }
                case "DEPTH" ->
                    depth = switch (Words.keyword(line)) {
                        case "0" -> EntryName.Depth.NONE;
                        case "1" -> EntryName.Depth.CHILDREN;
                        case "INFINITY" -> EntryName.Depth.ALL;
                        default -> throw Words.illegal("unknown depth");
                    };
                default -> throw Words.illegal("unknown option");
            }
        }
    }

    /// The arguments; an empty mailbox is the account.
    static final class Request extends AbstractImapRequest {
        private final String mailbox;
        private final Options options;
        private final List<EntryName> entries;

        private Request(Tag tag, String mailbox, Options options, List<EntryName> entries) {
            super(tag, COMMAND);
            this.mailbox = mailbox;
            this.options = options;
            this.entries = entries;
        }

        @Override
        public String toString() {
            return "GETMETADATA " + mailbox;
        }
    }

    /// Takes the options before the folder, as the grammar has them, and behind it, as the examples do.
    public static final class Parser extends AbstractImapCommandParser {
        public Parser(StatusResponseFactory responses) {
            super(COMMAND, responses);
        }

        @Override
        protected ImapMessage decode(ImapRequestLineReader line, Tag tag, ImapSession session)
                throws DecodingException {
            var options = new Options();
            boolean early = line.nextWordChar() == '(';
            if (early) {
                Words.list(line, OPTIONS_MAX, () -> options.read(line));
            }
            var mailbox = line.mailbox();
            var entries = new ArrayList<EntryName>();
            boolean listed = line.nextWordChar() == '(';
            if (listed) {
                line.consumeChar('(');
                if (!early && Character.isLetter(line.nextWordChar())) {
                    Words.rest(line, OPTIONS_MAX, () -> options.read(line));
                    listed = line.nextWordChar() == '(';
                    if (listed) {
                        line.consumeChar('(');
                    }
                }
            }
            if (listed) {
                Words.rest(line, ENTRIES_MAX, () -> entries.add(entry(line)));
            } else {
                entries.add(entry(line));
            }
            line.eol();
            return new Request(tag, mailbox, options, entries);
        }

        private static EntryName entry(ImapRequestLineReader line) throws DecodingException {
            return EntryName.parse(Words.string(line)).orElseThrow(() -> Words.illegal("no name of an entry"));
        }
    }
}
