// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A question about objects, in either protocol. [#matches] is its
/// plain meaning: an index may be faster but must not disagree.
public sealed interface Query {
    /// May read the object's summary, or its payload, when the
    /// entry alone does not decide; asks for no more than it needs.
    default boolean matches(Candidate candidate) {
        return QueryMeaning.matches(this, candidate);
    }

    /// The object under question; what costs is fetched when asked for.
    interface Candidate {
        FolderId folder();

        Entry entry();

        Summary summary();

        Payload payload();
    }

    record All() implements Query {}

    record And(List<Query> all) implements Query {
        public And {
            all = List.copyOf(all);
        }
    }

    record Or(List<Query> any) implements Query {
        public Or {
            any = List.copyOf(any);
        }
    }

    record Not(Query query) implements Query {}

    record HasFlag(String flag) implements Query {}

    /// Uids within any of the ranges, which are kept ascending.
    record UidIn(List<Range> ranges) implements Query {
        public UidIn {
            ranges = merged(ranges);
        }

        public boolean contains(Uid uid) {
            int low = 0;
            int high = ranges.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (ranges.get(middle).last().compareTo(uid) < 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low < ranges.size() && ranges.get(low).first().compareTo(uid) <= 0;
        }

        private static List<Range> merged(List<Range> ranges) {
            var merged = new ArrayList<Range>(ranges.size());
            for (var range : ranges.stream()
                    .filter(it -> it.first().compareTo(it.last()) <= 0)
                    .sorted(Comparator.comparing(Range::first))
                    .toList()) {
                var before = merged.isEmpty() ? null : merged.getLast();
                if (before == null || before.last().compareTo(range.first()) < 0) {
                    merged.add(range);
                } else if (before.last().compareTo(range.last()) < 0) {
                    merged.set(merged.size() - 1, new Range(before.first(), range.last()));
                }
            }
            return List.copyOf(merged);
        }

        /// Both ends inclusive.
        public record Range(Uid first, Uid last) {}
    }

    record ModSeqAtLeast(ModSeq least) implements Query {}

    record LargerThan(long bytes) implements Query {}

    record SmallerThan(long bytes) implements Query {}

    /// Came into the store at or after `from` and before `to`; null = open.
    record Received(@Nullable Instant from, @Nullable Instant to) implements Query {}

    /// The day written in the `Date` header field, whatever its time and zone,
    /// is at or after `from` and before `to`; null = open. RFC 3501 §6.4.4
    record SentOn(@Nullable LocalDate from, @Nullable LocalDate to) implements Query {}

    /// The `Date` attribute is at or after `from` and at or before `to`; null = open. OMA NMS §7.1
    record Dated(@Nullable Instant from, @Nullable Instant to) implements Query {}

    /// A header field of this name is there and contains the text, without regard
    /// to case, encoded words decoded; empty text = is there. RFC 3501 §6.4.4
    record Header(String name, String text) implements Query {}

    /// The decoded text of the body contains the text, without regard to case. What stands before the first part of a
    /// multipart is text of the body, the header of a message within it is not.
    record Body(String text) implements Query {}

    /// The header block or the body contains the text.
    record Text(String text) implements Query {}

    /// Some value of the named attribute contains the text, without regard to case. OMA NMS §7.1
    record AttributeContains(String name, String text) implements Query {}

    /// Some value of any attribute contains the text.
    record AnyAttributeContains(String text) implements Query {}

    /// Some value of the named attribute, or of any when null, holds the text as a whole word.
    record AttributeWord(@Nullable String name, String word) implements Query {}

    record IsKind(Kind kind) implements Query {}
}
