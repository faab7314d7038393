// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.fetch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.james.imap.api.ImapCommand;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;
import org.apache.james.imap.message.request.AbstractImapRequest;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.Command;
import org.satchel.imap.james.grammar.Paths;
import org.satchel.imap.james.grammar.Wire;
import org.satchel.imap.james.session.Session;
import org.satchel.imap.reference.Mechanism;
import org.satchel.imap.reference.References;

/// GENURLAUTH, RESETKEY and URLFETCH: references to objects, for others to read.
// RFC 4467, RFC 5524
public final class UrlCommands {
    /// Most URLs in one command.
    static final int URLS_MAX = 16;

    private static final ImapCommand GENERATE = ImapCommand.authenticatedStateCommand("GENURLAUTH");
    private static final ImapCommand RESET = ImapCommand.authenticatedStateCommand("RESETKEY");
    private static final ImapCommand FETCH = ImapCommand.authenticatedStateCommand("URLFETCH");

    private final References references;
    private final Paths paths;

    public UrlCommands(References references, Paths paths) {
        this.references = references;
        this.paths = paths;
    }

    public List<Command<?>> all() {
        return List.of(new Generate(references), new Reset(references, paths), new Fetch(references));
    }

    public static List<AbstractImapCommandParser> parsers(StatusResponseFactory responses) {
        return List.of(new GenerateParser(responses), new ResetParser(responses), new FetchParser(responses));
    }

    /// What the client asks to be vouched for, and how.
    private record Wanted(String rump, String mechanism) {}

    private static final class GenerateRequest extends AbstractImapRequest {
        private final List<Wanted> wanted;

        GenerateRequest(Tag tag, List<Wanted> wanted) {
            super(tag, GENERATE);
            this.wanted = wanted;
        }
    }

    private static final class Generate extends Command<GenerateRequest> {
        private final References references;

        Generate(References references) {
            super(GenerateRequest.class);
            this.references = references;
        }

        @Override
        protected void run(GenerateRequest request, Session session, Answers answers) throws IOException {
            var made = new ArrayList<String>();
            for (var wanted : request.wanted) {
                var mechanism = Mechanism.named(wanted.mechanism);
                if (mechanism.isEmpty()) {
                    answers.no(request, "URLMECH " + Mechanism.words(), "failed. Unknown mechanism.");
                    return;
                }
                try {
                    made.add(references.issue(session.box(), session.actor(), mechanism.get(), wanted.rump));
                } catch (IllegalArgumentException illegal) {
                    answers.bad(request, "failed. " + illegal.getMessage() + ".");
                    return;
                }
            }
            var out = answers.out();
            out.ascii("* GENURLAUTH");
            for (var url : made) {
                out.write(' ');
                Wire.string(out, url);
            }
            out.crlf();
            answers.ok(request);
        }
    }

    private static final class ResetRequest extends AbstractImapRequest {
        private final @Nullable String mailbox;
        private final List<String> mechanisms;

        ResetRequest(Tag tag, @Nullable String mailbox, List<String> mechanisms) {
            super(tag, RESET);
            this.mailbox = mailbox;
            this.mechanisms = mechanisms;
        }
    }

    /// All mechanisms have one key in a folder, so naming one takes back what all of them made.
    private static final class Reset extends Command<ResetRequest> {
        private final References references;
        private final Paths paths;

        Reset(References references, Paths paths) {
            super(ResetRequest.class);
            this.references = references;
            this.paths = paths;
        }

        @Override
        protected void run(ResetRequest request, Session session, Answers answers) throws IOException {
            boolean strange = request.mechanisms.stream()
                    .anyMatch(word -> Mechanism.named(word).isEmpty());
            if (strange) {
                answers.no(request, "URLMECH " + Mechanism.words(), "failed. Unknown mechanism.");
                return;
            }
            var path = request.mailbox == null ? null : paths.path(request.mailbox);
            references.reset(session.box(), session.actor(), path);
            answers.ok(request, "URLMECH " + Mechanism.words(), "completed.");
        }
    }

    private static final class FetchRequest extends AbstractImapRequest {
        private final List<Asked> urls;

        FetchRequest(Tag tag, List<Asked> urls) {
            super(tag, FETCH);
            this.urls = urls;
        }
    }

    /// One URL, and what is asked about it.
    ///
    /// @param items empty = the bytes, in the plain form of the answer
    record Asked(String url, List<Item> items) {}

    /// What may be asked about a URL in parentheses.
    // RFC 5524 §3.1
    enum Item {
        BODYPARTSTRUCTURE,
        BODY,
        BINARY
    }

    /// Everything is found before anything is said: what is used up by being found is so before it is read.
    private static final class Fetch extends Command<FetchRequest> {
        private final References references;

        Fetch(References references) {
            super(FetchRequest.class);
            this.references = references;
        }

        @Override
        protected void run(FetchRequest request, Session session, Answers answers) throws IOException {
            var visitor = new References.Visitor(session.box().id().text(), session.isProxied());
            var found = new ArrayList<Optional<References.Found>>();
            for (var asked : request.urls) {
                found.add(references.find(visitor, asked.url));
            }
            var out = answers.out();
            out.ascii("* URLFETCH");
            for (int i = 0; i < found.size(); i++) {
                var asked = request.urls.get(i);
                out.write(' ');
                Wire.string(out, asked.url);
                if (found.get(i).isEmpty()) {
                    out.ascii(" NIL");
                } else {
                    new UrlContent(out, found.get(i).get()).write(asked.items);
                }
            }
            out.crlf();
            answers.ok(request);
        }
    }

    private static final class GenerateParser extends AbstractImapCommandParser {
        GenerateParser(StatusResponseFactory responses) {
            super(GENERATE, responses);
        }

        @Override
        protected ImapMessage decode(ImapRequestLineReader line, Tag tag, ImapSession session)
                throws DecodingException {
            var wanted = new ArrayList<Wanted>();
            do {
                if (wanted.size() == URLS_MAX) {
                    throw illegal("too many urls");
                }
                wanted.add(new Wanted(line.astring(), line.atom()));
            } while (line.nextWordCharLenient().isPresent());
            line.eol();
            return new GenerateRequest(tag, wanted);
        }
    }

    private static final class ResetParser extends AbstractImapCommandParser {
        ResetParser(StatusResponseFactory responses) {
            super(RESET, responses);
        }

        @Override
        protected ImapMessage decode(ImapRequestLineReader line, Tag tag, ImapSession session)
                throws DecodingException {
            String mailbox = null;
            var mechanisms = new ArrayList<String>();
            if (line.nextWordCharLenient().isPresent()) {
                mailbox = line.mailbox();
                while (line.nextWordCharLenient().isPresent()) {
                    if (mechanisms.size() == URLS_MAX) {
                        throw illegal("too many mechanisms");
                    }
                    mechanisms.add(line.atom());
                }
            }
            line.eol();
            return new ResetRequest(tag, mailbox, mechanisms);
        }
    }

    private static final class FetchParser extends AbstractImapCommandParser {
        FetchParser(StatusResponseFactory responses) {
            super(FETCH, responses);
        }

        @Override
        protected ImapMessage decode(ImapRequestLineReader line, Tag tag, ImapSession session)
                throws DecodingException {
            var urls = new ArrayList<Asked>();
            do {
                if (urls.size() == URLS_MAX) {
                    throw illegal("too many urls");
                }
                urls.add(line.nextWordChar() == '(' ? extended(line) : new Asked(line.astring(), List.of()));
            } while (line.nextWordCharLenient().isPresent());
            line.eol();
            return new FetchRequest(tag, urls);
        }

        private static Asked extended(ImapRequestLineReader line) throws DecodingException {
            line.consumeChar('(');
            var url = line.astring();
            var items = new ArrayList<Item>();
            while (line.nextWordChar() != ')') {
                var item = item(line.atom());
                boolean twice = items.contains(item)
                        || (item == Item.BODY && items.contains(Item.BINARY))
                        || (item == Item.BINARY && items.contains(Item.BODY));
                if (twice) {
                    throw illegal("item twice");
                }
                items.add(item);
            }
            line.consumeChar(')');
            return new Asked(url, items);
        }

        private static Item item(String word) throws DecodingException {
            for (var item : Item.values()) {
                if (item.name().equalsIgnoreCase(word)) {
                    return item;
                }
            }
            throw illegal("item");
        }
    }

    private static DecodingException illegal(String what) {
        return new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, what);
    }
}
