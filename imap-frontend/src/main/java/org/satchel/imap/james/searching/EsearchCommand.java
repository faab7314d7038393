// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.searching;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.apache.james.imap.api.ImapCommand;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.Command;
import org.satchel.imap.james.command.FolderLines;
import org.satchel.imap.james.grammar.Paths;
import org.satchel.imap.james.grammar.Profile;
import org.satchel.imap.james.grammar.Words;
import org.satchel.imap.james.searching.SearchOptions.Option;
import org.satchel.imap.james.session.KeptResult;
import org.satchel.imap.james.session.Place;
import org.satchel.imap.james.session.Places;
import org.satchel.imap.james.session.Session;
import org.satchel.model.ObjectFinder;
import org.satchel.model.StoreFailure;

/// ESEARCH: searches one folder after the other, and answers with uids of each in which something was found. None of
/// them becomes the selected one.
// RFC 7377
public final class EsearchCommand extends Command<EsearchCommand.Asked> {
    /// Folders that one command may search. A box has one for each conversation.
    private static final int FOLDERS_MAX = 20_000;

    /// Folders that may be searched by this command at the same time; other commands wait for their turn.
    private static final int AT_A_TIME_MAX = 8;

    private static final ImapCommand COMMAND = ImapCommand.authenticatedStateCommand("ESEARCH");

    private static final SearchSource SELECTED = new SearchSource(SearchSource.Kind.SELECTED, List.of());

    private final Places places;
    private final Paths paths;
    private final ObjectFinder finder;
    private final InstantSource clock;
    private final Semaphore permits = new Semaphore(AT_A_TIME_MAX);

    public EsearchCommand(Places places, Paths paths, ObjectFinder finder, InstantSource clock) {
        super(Asked.class);
        this.places = places;
        this.paths = paths;
        this.finder = finder;
        this.clock = clock;
    }

    @Override
    protected void run(Asked request, Session session, Answers answers) throws IOException {
        if (session.folder() == null && request.looksAtSelected()) {
            answers.bad(request, "failed. No folder is selected.");
            return;
        }
        if (session.folder() != null && Contexts.forbid(request, session.selection(), answers.profile())) {
            answers.bad(request, "failed. Illegal arguments, or the tag is in use.");
            return;
        }
        var found = new SearchPlaces(places, paths, session);
        request.sources.forEach(found::add);
        if (found.all().size() > FOLDERS_MAX) {
            // RFC 7377 §2.4
            answers.no(request, "LIMIT", "failed. Too many folders.");
            return;
        }
        if (request.program().namesModSeq()) {
            FolderLines.enableCondstore(session, answers);
        }
        for (var place : found.all()) {
            search(request, place, session, answers);
        }
        answers.ok(request);
    }

    /// Each folder is answered by itself: when a later one cannot be searched, the NO tells that there may be more.
    private void search(Asked request, SearchPlaces.Named named, Session session, Answers answers) throws IOException {
        boolean saves = request.options().has(Option.SAVE);
        SearchScope scope;
        Hits hits;
        try {
            scope = scope(named.place(), session);
            hits = hits(request, scope);
        } catch (StoreFailure failure) {
            if (saves) {
                session.selection().keep(KeptResult.NONE);
            }
            throw failure;
        }
        if (!places.mayRead(session, named.place())) {
            return; // the right ended meanwhile
        }
        var answer = new SearchAnswer(request, hits.uids());
        if (saves) {
            session.selection()
                    .keep(KeptResult.of(answer.kept(), session.selection().told()));
        }
        var place = "MAILBOX " + answers.quoted(named.name()) + " UIDVALIDITY "
                + named.place().folder().uidValidity();
        if (hits.count() > 0 && !request.options().onlySaves()) {
            long highest = request.program().namesModSeq() ? answer.highestModSeq(hits::modSeq) : 0;
            answers.settle();
            answer.write(place, highest, answers.out());
        }
        if (request.options().has(Option.UPDATE)) {
            var found = new Contexts.Found(session.selection(), scope, " " + place, hits);
            Contexts.follow(request, found, session, answers);
        }
    }

    /// The permit is given back before anything is written: a client that does not read holds none.
    private Hits hits(Asked request, SearchScope scope) {
        try {
            permits.acquire();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new StoreFailure.Unavailable("the server is stopping", stopping);
        }
        try {
            var query = request.program().condition().in(scope);
            return Hits.of(finder, scope, query, request.options().reach());
        } finally {
            permits.release();
        }
    }

    /// In the selected folder what the client counts is searched, in others what is there now.
    private SearchScope scope(Place place, Session session) {
        var selected = session.folder();
        var folder = place.folder().id();
        if (selected != null
                && selected.folder().equals(folder)
                && selected.box().id().equals(place.box().id())) {
            return SearchScope.ofSelected(session, clock.instant());
        }
        return SearchScope.of(
                place, clock.instant(), places.realm(session, place.box().id()));
    }

    /// ESEARCH as it was read.
    static final class Asked extends Inquiry {
        private final List<SearchSource> sources;

        Asked(Tag tag, SearchOptions options, SearchProgram program, List<SearchSource> sources) {
            super(tag, COMMAND, true, options, program);
            this.sources = sources;
        }

        boolean looksAtSelected() {
            return sources.contains(SELECTED);
        }
    }

    /// Reads ESEARCH.
    public static final class Parser extends AbstractImapCommandParser {
        private final StatusResponseFactory responses;
        private final Profile profile;

        public Parser(StatusResponseFactory responses, Profile profile) {
            super(COMMAND, responses);
            this.responses = responses;
            this.profile = profile;
        }

        @Override
        protected ImapMessage decode(ImapRequestLineReader line, Tag tag, ImapSession session)
                throws DecodingException {
            var grammar = new SearchGrammar(line, profile);
            return InquiryParser.decode(tag, COMMAND, responses, grammar, () -> read(grammar, tag));
        }

        private static Inquiry read(SearchGrammar grammar, Tag tag) throws DecodingException, SearchGrammar.NoCharset {
            var first = grammar.word();
            var sources = List.of(SELECTED);
            if (first.equals("IN")) {
                sources = grammar.sources();
                first = grammar.word();
            }
            first = grammar.returning(first);
            if (first.equals("CHARSET")) {
                grammar.optionalCharset();
                first = "";
            }
            var program = grammar.keys(first);
            // the answer is ESEARCH in any case
            var options =
                    grammar.options().extended() ? grammar.options() : SearchOptions.returning(Set.of(), null, null);
            boolean keeps = options.has(Option.SAVE) || options.has(Option.UPDATE);
            if (keeps && !sources.equals(List.of(SELECTED))) {
                throw Words.illegal("what is kept is of the selected folder");
            }
            return new Asked(tag, options, program, sources);
        }
    }
}
