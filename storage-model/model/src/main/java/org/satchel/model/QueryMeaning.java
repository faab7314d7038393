// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.satchel.model.text.Needle;
import org.satchel.model.text.WrittenDate;

/// What each query means, as code.
///
/// What is cheap is asked first: entry, then summary, then payload. The order never changes the answer.
final class QueryMeaning {
    /// What a query needs to be decided, cheapest first.
    enum Cost {
        ENTRY,
        SUMMARY,
        PAYLOAD
    }

    private static final Cost[] COSTS = Cost.values();

    private QueryMeaning() {}

    static boolean matches(Query query, Query.Candidate candidate) {
        return switch (query) {
            case Query.All() -> true;
            case Query.And(var all) -> all(all, candidate);
            case Query.Or(var any) -> any(any, candidate);
            case Query.Not(var not) -> !matches(not, candidate);
            case Query.HasFlag(var flag) -> candidate.entry().flags().has(flag);
            case Query.UidIn uids -> uids.contains(candidate.entry().uid());
            case Query.ModSeqAtLeast(var least) -> candidate.entry().modSeq().compareTo(least) >= 0;
            case Query.LargerThan(var bytes) -> candidate.entry().size() > bytes;
            case Query.SmallerThan(var bytes) -> candidate.entry().size() < bytes;
            case Query.Received(var from, var to) -> {
                var received = candidate.entry().received();
                yield !isBefore(received, from) && (to == null || received.isBefore(to));
            }
            case Query.IsKind(var kind) -> candidate.entry().kind() == kind;
            case Query.SentOn sent -> isSentOn(candidate.summary().envelope(), sent);
            case Query.Dated(var from, var to) -> {
                var date = date(candidate);
                yield !isBefore(date, from) && (to == null || !date.isAfter(to));
            }
            case Query.AttributeContains(var name, var text) ->
                contains(candidate.summary().values(name), new Needle(text));
            case Query.AnyAttributeContains(var text) -> {
                var needle = new Needle(text);
                yield candidate.summary().attributes().stream().anyMatch(a -> contains(a.values(), needle));
            }
            case Query.AttributeWord(var name, var word) -> hasWord(candidate.summary(), name, new Needle(word));
            case Query.Header(var name, var text) -> HeaderMeaning.matches(candidate, name, new Needle(text));
            case Query.Body(var text) -> PayloadText.bodyContains(candidate, new Needle(text));
            case Query.Text(var text) -> {
                var needle = new Needle(text);
                yield PayloadText.headerContains(candidate, needle) || PayloadText.bodyContains(candidate, needle);
            }
        };
    }

    static Cost cost(Query query) {
        return switch (query) {
            case Query.And(var all) -> highest(all);
            case Query.Or(var any) -> highest(any);
            case Query.Not(var not) -> cost(not);
            case Query.All all -> Cost.ENTRY;
            case Query.HasFlag flag -> Cost.ENTRY;
            case Query.UidIn uids -> Cost.ENTRY;
            case Query.ModSeqAtLeast modSeq -> Cost.ENTRY;
            case Query.LargerThan larger -> Cost.ENTRY;
            case Query.SmallerThan smaller -> Cost.ENTRY;
            case Query.Received received -> Cost.ENTRY;
            case Query.IsKind kind -> Cost.ENTRY;
            case Query.Dated dated -> Cost.ENTRY; // all but old lines hold it
            case Query.SentOn sent -> Cost.SUMMARY;
            case Query.AttributeContains attribute -> Cost.SUMMARY;
            case Query.AnyAttributeContains attribute -> Cost.SUMMARY;
            case Query.AttributeWord attribute -> Cost.SUMMARY;
            case Query.Header header -> HeaderMeaning.isInSummary(header.name()) ? Cost.SUMMARY : Cost.PAYLOAD;
            case Query.Body body -> Cost.PAYLOAD;
            case Query.Text text -> Cost.PAYLOAD;
        };
    }

    /// The `Date` attribute; of an object without one, when it came in.
    static Instant date(Query.Candidate candidate) {
        var entry = candidate.entry();
        return entry.date().orElseGet(() -> date(entry, candidate.summary()));
    }

    /// The same of an object that is open.
    static Instant date(Entry entry, Summary summary) {
        return entry.date().or(summary::date).orElseGet(entry::received);
    }

    private static boolean all(List<Query> all, Query.Candidate candidate) {
        for (var cost : COSTS) {
            for (var query : all) {
                if (cost(query) == cost && !matches(query, candidate)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean any(List<Query> any, Query.Candidate candidate) {
        for (var cost : COSTS) {
            for (var query : any) {
                if (cost(query) == cost && matches(query, candidate)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Cost highest(List<Query> queries) {
        var highest = Cost.ENTRY;
        for (var query : queries) {
            var cost = cost(query);
            highest = cost.compareTo(highest) > 0 ? cost : highest;
        }
        return highest;
    }

    private static boolean isBefore(Instant instant, @Nullable Instant bound) {
        return bound != null && instant.isBefore(bound);
    }

    /// False for an object whose header holds no date that can be read.
    private static boolean isSentOn(Envelope envelope, Query.SentOn sent) {
        var day =
                Optional.ofNullable(envelope.date()).flatMap(WrittenDate::parse).map(date -> date.toLocalDate());
        return day.isPresent()
                && (sent.from() == null || !day.get().isBefore(sent.from()))
                && (sent.to() == null || day.get().isBefore(sent.to()));
    }

    private static boolean contains(List<String> values, Needle needle) {
        for (var value : values) {
            if (needle.isIn(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasWord(Summary summary, @Nullable String name, Needle word) {
        if (name != null) {
            return summary.values(name).stream().anyMatch(word::isWordIn);
        }
        return summary.attributes().stream()
                .flatMap(attribute -> attribute.values().stream())
                .anyMatch(word::isWordIn);
    }
}
