// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.searching;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.apache.james.imap.api.ImapCommand;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.decode.DecodingException;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.Command;
import org.satchel.imap.james.command.FolderLines;
import org.satchel.imap.james.grammar.Profile;
import org.satchel.imap.james.grammar.Words;
import org.satchel.imap.james.session.Session;
import org.satchel.imap.sort.NoRoom;
import org.satchel.imap.sort.PlainSubject;
import org.satchel.imap.sort.SortKey;
import org.satchel.imap.thread.Forest;
import org.satchel.imap.thread.MessageIds;
import org.satchel.imap.thread.Threaded;
import org.satchel.model.Entry;
import org.satchel.model.ObjectFinder;
import org.satchel.model.Placement;
import org.satchel.model.StoreFailure;
import org.satchel.model.Summary;
import org.satchel.model.text.HeaderBlock;

/// THREAD: what SEARCH finds, by what belongs together.
// RFC 5256 §3
public final class ThreadCommand extends Command<ThreadCommand.Asked> {
    /// Objects that may be put into threads by one command.
    private static final int OBJECTS_MAX = 100_000;

    /// Characters of ids and conversations that may be held for it.
    private static final int CHARS_MAX = 16 * 1024 * 1024;

    /// Commands that may hold that at the same time; others wait.
    private static final int AT_A_TIME_MAX = 4;

    private static final ImapCommand COMMAND = ImapCommand.selectedStateCommand("THREAD");

    private final ObjectFinder finder;
    private final InstantSource clock;
    private final Semaphore permits = new Semaphore(AT_A_TIME_MAX);

    public ThreadCommand(ObjectFinder finder, InstantSource clock) {
        super(Asked.class);
        this.finder = finder;
        this.clock = clock;
    }

    @Override
    protected void run(Asked request, Session session, Answers answers) throws IOException {
        String threads;
        try {
            threads = threads(request, session);
        } catch (NoRoom limit) {
            answers.no(request, "LIMIT", "failed. There is " + limit.getMessage() + ".");
            return;
        }
        if (request.program().namesModSeq()) {
            FolderLines.enableCondstore(session, answers);
        }
        answers.out()
                .ascii("* THREAD")
                .ascii(threads.isEmpty() ? "" : " ")
                .ascii(threads)
                .crlf();
        answers.ok(request);
    }

    private String threads(Asked request, Session session) {
        var scope = SearchScope.ofSelected(session, clock.instant());
        try {
            permits.acquire();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new StoreFailure.Unavailable("the server is stopping", stopping);
        }
        try {
            var found = new Found(scope, request.useUids());
            var query = request.program().condition().in(scope);
            Hits.pages(finder, scope, query, page -> Opened.each(scope, page, found::add));
            return Forest.of(found.objects).text();
        } finally {
            permits.release();
        }
    }

    /// What is held of the objects that were found.
    private static final class Found {
        final List<Threaded> objects = new ArrayList<>();
        private final SearchScope scope;
        private final boolean useUids;
        private long chars;

        Found(SearchScope scope, boolean useUids) {
            this.scope = scope;
            this.useUids = useUids;
        }

        void add(Entry entry, Summary summary) {
            if (objects.size() == OBJECTS_MAX) {
                throw new NoRoom("too many objects for threads");
            }
            var conversation = summary.attribute("Conversation-ID").orElse(null);
            var id = first(summary.envelope().messageId());
            var references = references(entry, summary, conversation);
            var subject = PlainSubject.of(summary.envelope().subject());
            long number = useUids ? entry.uid().number() : scope.listing().indexOf(entry.uid()) + 1;
            chars += length(id) + length(conversation) + subject.text().length();
            chars += references.stream().mapToLong(String::length).sum();
            if (chars > CHARS_MAX) {
                throw new NoRoom("too much text for threads");
            }
            objects.add(new Threaded(number, id, references, subject, SortKey.sent(entry, summary), conversation));
        }

        /// The field References is not in the summary. Objects of a conversation do without it: the conversation says
        /// more, and reading the payload of each would cost more than all the rest.
        private List<String> references(Entry entry, Summary summary, @Nullable String conversation) {
            if (conversation == null) {
                var ids = MessageIds.in(String.join(" ", header(entry, summary).all("References")));
                if (!ids.isEmpty()) {
                    return ids;
                }
            }
            var answered = first(summary.envelope().inReplyTo());
            return answered == null ? List.of() : List.of(answered);
        }

        private HeaderBlock header(Entry entry, Summary summary) {
            long length = Math.min(summary.body().extent().bodyStart(), HeaderBlock.BYTES_MAX);
            var payload = scope.view().payload(new Placement(scope.folder(), entry.uid()));
            try (var in = payload.open(0, length)) {
                var bytes = in.readNBytes((int) length);
                return HeaderBlock.parse(bytes, 0, bytes.length);
            } catch (StoreFailure.NotFound removedMeanwhile) {
                return HeaderBlock.EMPTY;
            } catch (IOException unreadable) {
                throw new StoreFailure.Unavailable(
                        "payload of object " + entry.object().number(), unreadable);
            }
        }

        private static @Nullable String first(@Nullable String field) {
            var ids = field == null ? List.<String>of() : MessageIds.in(field);
            return ids.isEmpty() ? null : ids.getFirst();
        }

        private static int length(@Nullable String text) {
            return text == null ? 0 : text.length();
        }
    }

    /// THREAD as it was read.
    static final class Asked extends Inquiry {
        Asked(Tag tag, boolean useUids, SearchProgram program) {
            super(tag, COMMAND, useUids, SearchOptions.PLAIN, program);
        }
    }

    /// Reads THREAD.
    public static final class Parser extends InquiryParser {
        public Parser(StatusResponseFactory responses, Profile profile) {
            super(COMMAND, responses, profile);
        }

        @Override
        Inquiry read(SearchGrammar grammar, Tag tag, boolean useUids, String first)
                throws DecodingException, SearchGrammar.NoCharset {
            if (grammar.options().extended() || !first.equals("REFERENCES")) {
                throw Words.illegal("unknown way of threading");
            }
            grammar.charset();
            return new Asked(tag, useUids, grammar.keys(""));
        }
    }
}
