// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.searching;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.satchel.imap.ImapOutput;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.grammar.UidText;
import org.satchel.imap.james.searching.SearchOptions.Option;
import org.satchel.imap.james.session.SelectedFolder;
import org.satchel.imap.search.Page;
import org.satchel.model.Uid;

/// What a client is told of what was found: numbers, or the figures it asked for.
// RFC 3501 §7.2.5, RFC 4731 §3
final class SearchAnswer {
    private final Inquiry request;
    private final SearchOptions options;
    private final long[] uids;

    /// @param uids in the order of the answer
    SearchAnswer(Inquiry request, long[] uids) {
        this.request = request;
        this.options = request.options();
        this.uids = uids;
    }

    /// The highest mod-sequence of what is answered: with MIN and MAX alone that is one object, or two.
    ///
    /// @param modSeq by place in the answer
    /// @return 0 when nothing is answered
    // RFC 4731 §3.2, RFC 7162 §3.1.5
    long highestModSeq(IntToLongFunction modSeq) {
        return answered().mapToLong(modSeq).max().orElse(0);
    }

    /// What `$` is after it, ascending.
    // RFC 5182 §2.4
    long[] kept() {
        return answered().mapToLong(index -> uids[index]).sorted().toArray();
    }

    /// @param word of the answer without return options
    /// @param highest mod-sequence; 0 = none
    void write(String word, long highest, SelectedFolder selected, Answers answers) throws IOException {
        boolean silent = options.onlySaves();
        if (silent && !answers.profile().isJames()) {
            return;
        }
        var out = answers.out();
        long[] numbers = request.useUids()
                ? uids
                : Arrays.stream(uids).map(uid -> selected.number(Uid.of(uid))).toArray();
        if (options.extended() && !silent) {
            extended(numbers, "", highest, out);
        } else {
            plain(word, numbers, highest, out);
        }
    }

    /// Writes uids with the folder that they are of.
    ///
    /// @param place words that name it
    // RFC 7377 §2.1
    void write(String place, long highest, ImapOutput out) throws IOException {
        extended(uids, " " + place, highest, out);
    }

    /// Places of those that are told of.
    // RFC 9394 §3.2
    private IntStream answered() {
        int count = uids.length;
        boolean min = options.has(Option.MIN);
        boolean max = options.has(Option.MAX);
        var page = options.page();
        boolean some = (min || max || page != null) && !options.has(Option.ALL) && !options.has(Option.COUNT);
        if (!some || count == 0) {
            return IntStream.range(0, count);
        }
        var ends = IntStream.concat(
                min ? IntStream.of(0) : IntStream.empty(), max ? IntStream.of(count - 1) : IntStream.empty());
        return IntStream.concat(
                        ends, page == null ? IntStream.empty() : IntStream.range(page.from(count), page.to(count)))
                .distinct();
    }

    /// Nothing follows the word when there is no hit.
    // CPM-MSG §13 rule 10
    private static void plain(String word, long[] numbers, long highest, ImapOutput out) throws IOException {
        out.ascii("* ").ascii(word);
        for (long number : numbers) {
            out.ascii(" ").number(number);
        }
        if (highest > 0) {
            out.ascii(" (MODSEQ ").number(highest).ascii(")");
        }
        out.crlf();
    }

    private void extended(long[] numbers, String place, long highest, ImapOutput out) throws IOException {
        out.ascii("* ESEARCH (TAG \"").ascii(request.getTag().asString()).ascii("\"");
        out.utf8(place).ascii(")");
        out.ascii(request.useUids() ? " UID" : "");
        boolean any = numbers.length > 0;
        if (any && options.has(Option.MIN)) {
            out.ascii(" MIN ").number(numbers[0]);
        }
        if (any && options.has(Option.MAX)) {
            out.ascii(" MAX ").number(numbers[numbers.length - 1]);
        }
        if (options.has(Option.COUNT)) {
            out.ascii(" COUNT ").number(numbers.length);
        }
        if (any && options.has(Option.ALL)) {
            out.ascii(" ALL ");
            UidText.write(out, numbers);
        }
        var page = options.page();
        if (page != null) {
            partial(page, numbers, out);
        }
        if (highest > 0) {
            // RFC 4731 §3.2
            out.ascii(" MODSEQ ").number(highest);
        }
        out.crlf();
    }

    // RFC 9394 §3.1
    private static void partial(Page page, long[] numbers, ImapOutput out) throws IOException {
        int from = page.from(numbers.length);
        int to = page.to(numbers.length);
        out.ascii(" PARTIAL (").ascii(page.text()).ascii(" ");
        if (from < to) {
            UidText.write(out, Arrays.copyOfRange(numbers, from, to));
        } else {
            out.ascii("NIL");
        }
        out.ascii(")");
    }
}
