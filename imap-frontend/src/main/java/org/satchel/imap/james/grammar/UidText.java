// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.grammar;

import java.io.IOException;
import java.util.Collection;
import org.satchel.imap.ImapOutput;
import org.satchel.model.Uid;

/// Sets of numbers as they travel: `1,4:7`.
public final class UidText {
    private UidText() {}

    /// @param uids ascending
    public static void write(ImapOutput out, Collection<Uid> uids) throws IOException {
        var ranges = new Ranges(out);
        for (var uid : uids) {
            ranges.add(uid.number(), uid.number());
        }
        ranges.end();
    }

    /// @param numbers ascending
    public static void write(ImapOutput out, long[] numbers) throws IOException {
        var ranges = new Ranges(out);
        for (long number : numbers) {
            ranges.add(number, number);
        }
        ranges.end();
    }

    /// @param numbers ascending
    public static String text(long[] numbers) {
        var text = new StringBuilder();
        for (int i = 0; i < numbers.length; ) {
            int last = i;
            while (last + 1 < numbers.length && numbers[last + 1] == numbers[last] + 1) {
                last++;
            }
            text.append(text.isEmpty() ? "" : ",").append(numbers[i]);
            if (last > i) {
                text.append(':').append(numbers[last]);
            }
            i = last + 1;
        }
        return text.toString();
    }

    /// Joins numbers and ranges that follow each other and writes them one after the other.
    public static final class Ranges {
        private final ImapOutput out;
        private long first = -1;
        private long last = -1;
        private boolean any;

        public Ranges(ImapOutput out) {
            this.out = out;
        }

        public void add(long from, long to) throws IOException {
            if (first >= 0 && from == last + 1) {
                last = to;
                return;
            }
            end();
            first = from;
            last = to;
        }

        public void end() throws IOException {
            if (first < 0) {
                return;
            }
            if (any) {
                out.write(',');
            }
            any = true;
            out.number(first);
            if (last > first) {
                out.write(':');
                out.number(last);
            }
            first = -1;
        }
    }
}
