// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.message.UidRange;
import org.apache.james.imap.api.message.request.DayMonthYear;
import org.apache.james.imap.api.message.request.SearchKey;
import org.satchel.imap.ImapExtension;
import org.satchel.model.Flags;
import org.satchel.model.ModSeq;
import org.satchel.model.ObjectId;
import org.satchel.model.Query;
import org.satchel.model.Uid;

/// Turns the keys of a SEARCH into a query of the model.
// RFC 3501 §6.4.4
final class SearchKeys {
    private final Session session;
    private final SelectedFolder selected;
    private final Profile profile;
    private final Instant now;
    private boolean usesModSeq;

    SearchKeys(Session session, Profile profile, Instant now) {
        this.session = session;
        this.selected = session.selection();
        this.profile = profile;
        this.now = now;
    }

    /// True when the answer must carry a mod-sequence. RFC 7162 §3.1.5
    boolean usesModSeq() {
        return usesModSeq;
    }

    /// @return empty when a key asks for what the model does not know
    Optional<Query> query(SearchKey key) {
        try {
            return Optional.of(convert(key));
        } catch (UnsupportedOperationException unknown) {
            return Optional.empty();
        }
    }

    private Query convert(SearchKey key) {
        return switch (key.getType()) {
            case TYPE_ALL -> new Query.All();
            case TYPE_AND -> new Query.And(all(key.getKeys()));
            case TYPE_OR -> new Query.Or(all(key.getKeys()));
            case TYPE_NOT -> not(convert(key.getKeys().getFirst()));
            case TYPE_ANSWERED -> flag(Flags.ANSWERED);
            case TYPE_UNANSWERED -> not(flag(Flags.ANSWERED));
            case TYPE_DELETED -> flag(Flags.DELETED);
            case TYPE_UNDELETED -> not(flag(Flags.DELETED));
            case TYPE_DRAFT -> flag(Flags.DRAFT);
            case TYPE_UNDRAFT -> not(flag(Flags.DRAFT));
            case TYPE_FLAGGED -> flag(Flags.FLAGGED);
            case TYPE_UNFLAGGED -> not(flag(Flags.FLAGGED));
            case TYPE_SEEN -> flag(Flags.SEEN);
            case TYPE_UNSEEN -> not(flag(Flags.SEEN));
            case TYPE_KEYWORD -> flag(FlagText.stored(key.getValue()));
            case TYPE_UNKEYWORD -> not(flag(FlagText.stored(key.getValue())));
            case TYPE_RECENT -> recent();
            case TYPE_OLD -> not(recent());
            case TYPE_NEW -> new Query.And(List.of(recent(), not(flag(Flags.SEEN))));
            case TYPE_BCC -> header("Bcc", key);
            case TYPE_CC -> header("Cc", key);
            case TYPE_FROM -> header("From", key);
            case TYPE_TO -> header("To", key);
            case TYPE_SUBJECT -> header("Subject", key);
            case TYPE_HEADER -> new Query.Header(key.getName(), key.getValue() == null ? "" : key.getValue());
            case TYPE_BODY -> new Query.Body(key.getValue());
            case TYPE_TEXT -> new Query.Text(key.getValue());
            case TYPE_BEFORE -> new Query.Received(null, start(key, 0));
            case TYPE_ON -> new Query.Received(start(key, 0), start(key, 1));
            case TYPE_SINCE -> new Query.Received(start(key, 0), null);
            case TYPE_SENTBEFORE -> new Query.SentOn(null, day(key.getDate()));
            case TYPE_SENTON ->
                new Query.SentOn(day(key.getDate()), day(key.getDate()).plusDays(1));
            case TYPE_SENTSINCE -> new Query.SentOn(day(key.getDate()), null);
            case TYPE_LARGER -> new Query.LargerThan(key.getSize());
            case TYPE_SMALLER -> new Query.SmallerThan(key.getSize());
            // RFC 5032 §3
            case TYPE_OLDER ->
                new Query.Received(null, now.minusSeconds(key.getSeconds()).plusMillis(1));
            case TYPE_YOUNGER -> new Query.Received(now.minusSeconds(key.getSeconds()), null);
            case TYPE_MODSEQ -> {
                usesModSeq = true;
                yield new Query.ModSeqAtLeast(new ModSeq(key.getModSeq()));
            }
            case TYPE_SEQUENCE_SET -> numbers(key.getSequenceNumbers());
            case TYPE_UID -> uids(key.getUidRanges());
            case TYPE_EMAILID, TYPE_THREADID -> object(key);
            case TYPE_SAVEDATESUPPORTED -> saved(Instant.MIN, Instant.MAX);
            case TYPE_SAVEDBEFORE -> saved(Instant.MIN, start(key, 0));
            case TYPE_SAVEDON -> saved(start(key, 0), start(key, 1));
            case TYPE_SAVEDSINCE -> saved(start(key, 0), Instant.MAX);
        };
    }

    private List<Query> all(List<SearchKey> keys) {
        return keys.stream().map(this::convert).toList();
    }

    private static Query not(Query query) {
        return new Query.Not(query);
    }

    private static Query flag(String name) {
        return new Query.HasFlag(name);
    }

    private static Query header(String name, SearchKey key) {
        return new Query.Header(name, key.getValue());
    }

    // RFC 8474 §6
    private Query object(SearchKey key) {
        require(ImapExtension.OBJECTID);
        var id = key.getType() == SearchKey.Type.TYPE_EMAILID ? key.getMessageId() : key.getThreadId();
        var ranges = new ArrayList<Query.UidIn.Range>();
        if (id.matches("[1-9]\\d{0,17}")) {
            var place = session.box().view().locate(new ObjectId(Long.parseLong(id)));
            place.filter(at -> at.folder().equals(selected.folder()))
                    .ifPresent(at -> ranges.add(new Query.UidIn.Range(at.uid(), at.uid())));
        }
        return new Query.UidIn(ranges);
    }

    // RFC 8514 §5
    private Query saved(Instant from, Instant to) {
        require(ImapExtension.SAVEDATE);
        var ranges = new ArrayList<Query.UidIn.Range>();
        SaveDates.read(session.box(), selected.folder()).forEach((uid, date) -> {
            if (!date.isBefore(from) && date.isBefore(to)) {
                ranges.add(new Query.UidIn.Range(uid, uid));
            }
        });
        return new Query.UidIn(ranges);
    }

    private void require(ImapExtension extension) {
        if (!profile.has(extension)) {
            throw new UnsupportedOperationException(extension.word());
        }
    }

    private Query recent() {
        var ranges = new ArrayList<Query.UidIn.Range>();
        long[] bounds = selected.recents().bounds();
        for (int i = 0; i < bounds.length; i += 2) {
            ranges.add(range(bounds[i], bounds[i + 1] - 1));
        }
        return new Query.UidIn(ranges);
    }

    private Query numbers(IdRange[] set) {
        var told = selected.told();
        var ranges = new ArrayList<Query.UidIn.Range>();
        for (var range : set) {
            long count = told.count();
            long low = range.getLowVal() == Long.MAX_VALUE ? count : Math.max(1, range.getLowVal());
            long high = Math.min(count, range.getHighVal());
            if (low <= high) {
                ranges.add(new Query.UidIn.Range(
                        told.at((int) low - 1).uid(), told.at((int) high - 1).uid()));
            }
        }
        return new Query.UidIn(ranges);
    }

    private Query uids(UidRange[] set) {
        var told = selected.told();
        long last = told.count() == 0 ? 0 : told.at(told.count() - 1).uid().number();
        var ranges = new ArrayList<Query.UidIn.Range>();
        for (var range : set) {
            boolean open = range.getHighVal().asLong() > Uid.LAST.number();
            long high = open ? last : range.getHighVal().asLong();
            // `*` is the last object, also when the other end is behind it
            long low = open
                    ? Math.min(last, range.getLowVal().asLong())
                    : range.getLowVal().asLong();
            if (low <= high && high > 0) {
                ranges.add(range(Math.max(1, low), high));
            }
        }
        return new Query.UidIn(ranges);
    }

    private static Query.UidIn.Range range(long low, long high) {
        return new Query.UidIn.Range(Uid.of(low), Uid.of(Math.min(high, Uid.LAST.number())));
    }

    private static Instant start(SearchKey key, int plusDays) {
        return day(key.getDate())
                .plusDays(plusDays)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    private static LocalDate day(DayMonthYear date) {
        return LocalDate.of(date.getYear(), date.getMonth(), date.getDay());
    }
}
