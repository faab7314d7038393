// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.satchel.imap.ImapOutput;
import org.satchel.imap.james.SearchOptions.Option;
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
            extended(numbers, highest, out);
        } else {
            plain(word, numbers, highest, out);
        }
    }

    /// Places of those that are told of.
    private IntStream answered() {
        boolean min = options.has(Option.MIN);
        boolean max = options.has(Option.MAX);
        boolean all = options.has(Option.ALL) || options.has(Option.COUNT) || (!min && !max);
        if (all || uids.length == 0) {
            return IntStream.range(0, uids.length);
        }
        return IntStream.concat(
                        min ? IntStream.of(0) : IntStream.empty(),
                        max ? IntStream.of(uids.length - 1) : IntStream.empty())
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

    private void extended(long[] numbers, long highest, ImapOutput out) throws IOException {
        out.ascii("* ESEARCH (TAG \"").ascii(request.getTag().asString()).ascii("\")");
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
        if (highest > 0) {
            // RFC 4731 §3.2
            out.ascii(" MODSEQ ").number(highest);
        }
        out.crlf();
    }
}
