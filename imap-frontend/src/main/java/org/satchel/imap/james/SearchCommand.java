// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.message.request.SearchResultOption;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SearchResUtil;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.parser.SearchCommandParser;
import org.apache.james.imap.message.request.SearchRequest;
import org.satchel.imap.ImapExtension;
import org.satchel.model.Entry;
import org.satchel.model.ObjectFinder;
import org.satchel.model.Search;

/// SEARCH: asks the finder, and answers with sequence numbers or uids.
// RFC 3501 §6.4.4, RFC 4731
final class SearchCommand extends Command<SearchRequest> {
    private final ObjectFinder finder;
    private final InstantSource clock;

    SearchCommand(ObjectFinder finder, InstantSource clock) {
        super(SearchRequest.class);
        this.finder = finder;
        this.clock = clock;
    }

    @Override
    void run(SearchRequest request, Session session, Answers answers) throws IOException {
        var selected = session.selection();
        var keys = new SearchKeys(session, answers.profile(), clock.instant());
        if (request.getSearchOperation().getResultOptions().contains(SearchResultOption.SAVE)
                && !answers.profile().has(ImapExtension.SEARCHRES)) {
            answers.bad(request, "failed. Illegal arguments.");
            return;
        }
        var query = keys.query(request.getSearchOperation().getSearchKey());
        if (query.isEmpty()) {
            answers.no(request, null, "failed. Unsupported search.");
            return;
        }
        var hits = finder.find(session.box().view(), Search.in(selected.folder(), query.get()));
        long[] numbers = numbers(hits, request.isUseUids(), selected);
        var options = request.getSearchOperation().getResultOptions();
        long highest = 0;
        if (keys.usesModSeq()) {
            FolderLines.enableCondstore(session, answers);
            highest = highestModSeq(hits, options, selected);
        }
        boolean extended = options.stream().anyMatch(option -> option != SearchResultOption.SAVE);
        if (extended) {
            extended(request, numbers, highest, answers);
        } else {
            plain(numbers, highest, answers);
        }
        if (answers.profile().has(ImapExtension.SEARCHRES)) {
            save(session, numbers, options);
        }
        answers.ok(request);
    }

    private static long[] numbers(List<Search.Hit> hits, boolean uids, SelectedFolder selected) {
        return hits.stream()
                .mapToLong(hit -> {
                    int number = selected.number(hit.entry().uid());
                    return uids && number > 0 ? hit.entry().uid().number() : number;
                })
                .filter(number -> number > 0)
                .sorted()
                .toArray();
    }

    /// The highest mod-sequence of what is answered: with MIN and MAX alone that is one object, or two.
    ///
    /// @return 0 when nothing is answered
    // RFC 4731 §3.2, RFC 7162 §3.1.5
    private static long highestModSeq(
            List<Search.Hit> hits, List<SearchResultOption> options, SelectedFolder selected) {
        var told = hits.stream()
                .map(Search.Hit::entry)
                .filter(entry -> selected.number(entry.uid()) > 0)
                .sorted(Comparator.comparing(Entry::uid))
                .toList();
        if (told.isEmpty()) {
            return 0;
        }
        boolean min = options.contains(SearchResultOption.MIN);
        boolean max = options.contains(SearchResultOption.MAX);
        boolean all = options.contains(SearchResultOption.ALL) || options.contains(SearchResultOption.COUNT);
        if (all || (!min && !max)) {
            return told.stream()
                    .mapToLong(entry -> entry.modSeq().number())
                    .max()
                    .getAsLong();
        }
        return Math.max(
                min ? told.getFirst().modSeq().number() : 0,
                max ? told.getLast().modSeq().number() : 0);
    }

    /// Nothing follows the word when there is no hit.
    // CPM-MSG §13 rule 10
    private static void plain(long[] numbers, long highest, Answers answers) throws IOException {
        var out = answers.out();
        out.ascii("* SEARCH");
        for (long number : numbers) {
            out.ascii(" ").number(number);
        }
        if (highest > 0) {
            out.ascii(" (MODSEQ ").number(highest).ascii(")");
        }
        out.crlf();
    }

    private static void extended(SearchRequest request, long[] numbers, long highest, Answers answers)
            throws IOException {
        var options = request.getSearchOperation().getResultOptions();
        var out = answers.out();
        out.ascii("* ESEARCH (TAG \"").ascii(request.getTag().asString()).ascii("\")");
        out.ascii(request.isUseUids() ? " UID" : "");
        boolean any = numbers.length > 0;
        if (any && options.contains(SearchResultOption.MIN)) {
            out.ascii(" MIN ").number(numbers[0]);
        }
        if (any && options.contains(SearchResultOption.MAX)) {
            out.ascii(" MAX ").number(numbers[numbers.length - 1]);
        }
        if (options.contains(SearchResultOption.COUNT)) {
            out.ascii(" COUNT ").number(numbers.length);
        }
        if (any && options.contains(SearchResultOption.ALL)) {
            out.ascii(" ALL ");
            UidText.write(out, numbers);
        }
        if (highest > 0) {
            // RFC 4731 §3.2
            out.ascii(" MODSEQ ").number(highest);
        }
        out.crlf();
    }

    /// Keeps the result for `$`, as James's own processor would.
    private static void save(Session session, long[] numbers, List<SearchResultOption> options) {
        boolean few = options.contains(SearchResultOption.SAVE)
                && !options.contains(SearchResultOption.ALL)
                && !options.contains(SearchResultOption.COUNT)
                && options.size() > 1;
        IdRange[] all = new IdRange[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            all[i] = new IdRange(numbers[i]);
        }
        if (few && all.length > 1) {
            boolean min = options.contains(SearchResultOption.MIN);
            boolean max = options.contains(SearchResultOption.MAX);
            all = min && max
                    ? new IdRange[] {all[0], all[all.length - 1]}
                    : new IdRange[] {min ? all[0] : all[all.length - 1]};
        }
        SearchResUtil.saveSequenceSet(session, all);
    }

    /// Reads the keys within the limit of nesting: James's grammar calls itself for each level.
    static final class Parser extends SearchCommandParser {
        Parser(StatusResponseFactory responses) {
            super(responses);
        }

        @Override
        protected ImapMessage decode(ImapRequestLineReader line, Tag tag, boolean useUids, ImapSession session)
                throws DecodingException {
            ((RequestReader) line).boundNesting();
            return super.decode(line, tag, useUids, session);
        }
    }
}
