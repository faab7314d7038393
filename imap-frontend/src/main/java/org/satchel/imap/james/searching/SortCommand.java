// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.searching;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.apache.james.imap.api.ImapCommand;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.decode.DecodingException;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.Command;
import org.satchel.imap.james.command.FolderLines;
import org.satchel.imap.james.grammar.Profile;
import org.satchel.imap.james.grammar.Words;
import org.satchel.imap.james.session.KeptResult;
import org.satchel.imap.james.session.Session;
import org.satchel.imap.sort.NoRoom;
import org.satchel.imap.sort.SortCriterion;
import org.satchel.imap.sort.SortKey;
import org.satchel.imap.sort.SortTable;
import org.satchel.model.ObjectFinder;
import org.satchel.model.StoreFailure;

/// SORT: what SEARCH finds, in the order that was asked for.
// RFC 5256 §3, RFC 5267 §3
public final class SortCommand extends Command<SortCommand.Asked> {
    /// Commands that may hold the keys of what they sort at the same time; others wait.
    private static final int AT_A_TIME_MAX = 8;

    private static final int CRITERIA_MAX = 16;
    private static final ImapCommand COMMAND = ImapCommand.selectedStateCommand("SORT");

    private final ObjectFinder finder;
    private final InstantSource clock;
    private final Semaphore permits = new Semaphore(AT_A_TIME_MAX);

    public SortCommand(ObjectFinder finder, InstantSource clock) {
        super(Asked.class);
        this.finder = finder;
        this.clock = clock;
    }

    @Override
    protected void run(Asked request, Session session, Answers answers) throws IOException {
        var selected = session.selection();
        boolean saves = request.options().has(SearchOptions.Option.SAVE);
        SortTable.Sorted sorted;
        try {
            sorted = sorted(request, session);
        } catch (StoreFailure failure) {
            if (saves) {
                selected.keep(KeptResult.NONE);
            }
            throw failure;
        } catch (NoRoom limit) {
            if (saves) {
                selected.keep(KeptResult.NONE);
            }
            answers.no(request, "LIMIT", "failed. There is " + limit.getMessage() + ".");
            return;
        }
        if (request.program().namesModSeq()) {
            FolderLines.enableCondstore(session, answers);
        }
        var answer = new SearchAnswer(request, sorted.uids());
        long highest = request.program().namesModSeq() ? answer.highestModSeq(sorted::modSeq) : 0;
        if (saves) {
            selected.keep(KeptResult.of(answer.kept(), selected.told()));
        }
        answer.write("SORT", highest, selected, answers);
        answers.ok(request);
    }

    private SortTable.Sorted sorted(Asked request, Session session) {
        var scope = SearchScope.ofSelected(session, clock.instant());
        var table = new SortTable(request.criteria);
        boolean opens = table.needsSummary();
        try {
            permits.acquire();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new StoreFailure.Unavailable("the server is stopping", stopping);
        }
        try {
            Hits.pages(finder, scope, request.program().condition().in(scope), page -> {
                if (opens) {
                    Opened.each(scope, page, table::add);
                } else {
                    page.forEach(entry -> table.add(entry, null));
                }
            });
            return table.sorted();
        } finally {
            permits.release();
        }
    }

    /// SORT as it was read.
    static final class Asked extends Inquiry {
        private final List<SortCriterion> criteria;

        Asked(Tag tag, boolean useUids, SearchOptions options, List<SortCriterion> criteria, SearchProgram program) {
            super(tag, COMMAND, useUids, options, program);
            this.criteria = List.copyOf(criteria);
        }
    }

    /// Reads SORT.
    public static final class Parser extends InquiryParser {
        public Parser(StatusResponseFactory responses, Profile profile) {
            super(COMMAND, responses, profile);
        }

        @Override
        Inquiry read(SearchGrammar grammar, Tag tag, boolean useUids, String first)
                throws DecodingException, SearchGrammar.NoCharset {
            if (!first.isEmpty()) {
                throw Words.illegal("order without parentheses");
            }
            var criteria = criteria(grammar.list());
            grammar.charset();
            var options = grammar.options();
            if (options.has(SearchOptions.Option.UPDATE) || options.has(SearchOptions.Option.CONTEXT)) {
                throw Words.illegal("not offered: CONTEXT=SORT");
            }
            return new Asked(tag, useUids, options, criteria, grammar.keys(""));
        }

        private static List<SortCriterion> criteria(List<String> words) throws DecodingException {
            var criteria = new ArrayList<SortCriterion>();
            boolean reverse = false;
            for (var word : words) {
                if (word.equals("REVERSE") && !reverse) {
                    reverse = true;
                } else {
                    criteria.add(new SortCriterion(key(word), reverse));
                    reverse = false;
                }
            }
            if (criteria.isEmpty() || criteria.size() > CRITERIA_MAX || reverse) {
                throw Words.illegal("order without a key, or with too many");
            }
            return criteria;
        }

        private static SortKey key(String word) throws DecodingException {
            try {
                return SortKey.valueOf(word.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException unknown) {
                throw Words.illegal("unknown key of an order");
            }
        }
    }
}
