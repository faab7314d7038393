// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.searching;

import java.io.IOException;
import java.time.InstantSource;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.decode.DecodingException;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.Command;
import org.satchel.imap.james.command.FolderLines;
import org.satchel.imap.james.grammar.Profile;
import org.satchel.imap.james.session.KeptResult;
import org.satchel.imap.james.session.Session;
import org.satchel.model.ObjectFinder;
import org.satchel.model.StoreFailure;

/// SEARCH: asks the finder, and answers with sequence numbers or uids.
// RFC 3501 §6.4.4, RFC 4731, RFC 5182, RFC 9051 §6.4.4
public final class SearchCommand extends Command<SearchCommand.Asked> {
    private final ObjectFinder finder;
    private final InstantSource clock;

    public SearchCommand(ObjectFinder finder, InstantSource clock) {
        super(Asked.class);
        this.finder = finder;
        this.clock = clock;
    }

    @Override
    protected void run(Asked request, Session session, Answers answers) throws IOException {
        var selected = session.selection();
        var options = request.options();
        if (Contexts.forbid(request, selected, answers.profile())) {
            answers.bad(request, "failed. Illegal arguments, or the tag is in use.");
            return;
        }
        boolean saves = options.has(SearchOptions.Option.SAVE);
        SearchScope scope;
        Hits hits;
        try {
            scope = SearchScope.ofSelected(session, clock.instant());
            hits = Hits.of(finder, scope, request.program().condition().in(scope), options.reach());
        } catch (StoreFailure failure) {
            if (saves) {
                // RFC 5182 §2.1
                selected.keep(KeptResult.NONE);
            }
            throw failure;
        }
        if (request.program().namesModSeq()) {
            FolderLines.enableCondstore(session, answers);
        }
        var answer = new SearchAnswer(request, hits.uids());
        long highest = request.program().namesModSeq() ? answer.highestModSeq(hits::modSeq) : 0;
        if (saves) {
            selected.keep(KeptResult.of(answer.kept(), selected.told()));
        }
        answer.write("SEARCH", highest, selected, answers);
        Contexts.follow(request, new Contexts.Found(selected, scope, "", hits), session, answers);
        answers.ok(request);
    }

    /// SEARCH as it was read.
    static final class Asked extends Inquiry {
        Asked(Tag tag, boolean useUids, SearchOptions options, SearchProgram program) {
            super(tag, ImapConstants.SEARCH_COMMAND, useUids, options, program);
        }
    }

    /// Reads SEARCH.
    public static final class Parser extends InquiryParser {
        public Parser(StatusResponseFactory responses, Profile profile) {
            super(ImapConstants.SEARCH_COMMAND, responses, profile);
        }

        @Override
        Inquiry read(SearchGrammar grammar, Tag tag, boolean useUids, String first)
                throws DecodingException, SearchGrammar.NoCharset {
            if (first.equals("CHARSET")) {
                grammar.optionalCharset();
                return new Asked(tag, useUids, grammar.searchOptions(), grammar.keys(""));
            }
            return new Asked(tag, useUids, grammar.searchOptions(), grammar.keys(first));
        }
    }
}
