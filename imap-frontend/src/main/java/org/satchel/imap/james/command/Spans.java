// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.james.imap.api.message.IdRange;
import org.satchel.imap.james.session.KeptResult;
import org.satchel.imap.james.session.SelectedFolder;
import org.satchel.imap.james.session.Session;
import org.satchel.imap.search.Page;
import org.satchel.model.Listing;
import org.satchel.model.StoreFailure;
import org.satchel.model.Uid;

/// The entries of a listing that a set of numbers names: index ranges, ascending, without overlap.
public record Spans(List<Span> spans) {
    /// @param from first index
    /// @param to behind the last index
    public record Span(int from, int to) {}

    /// The entries that a set names in the selected folder. Numbers of objects that came since the client was last told
    /// are good when it is told
    /// of them now.
    public static Optional<Spans> named(IdRange[] set, boolean uids, Session session, Answers answers)
            throws IOException {
        var selected = session.selection();
        if (answers.profile().isJames() && uids && selected.told().count() == 0) {
            // James takes any uid for an error when there is no object at all
            return Optional.empty();
        }
        if (KeptResult.isMark(set)) {
            return Optional.of(ofUids(set, selected));
        }
        var spans = of(set, uids, selected.told());
        if (spans.isPresent() || selected.owesRemovals()) {
            return spans;
        }
        var now = selected.box().view().listing(selected.folder());
        if (of(set, uids, now).isEmpty()) {
            return spans;
        }
        answers.settle();
        answers.announce();
        if (!selected.equals(session.folder())) {
            throw new StoreFailure.NotPermitted(SelectedFolder.WITHDRAWN);
        }
        return of(set, uids, selected.told());
    }

    /// The entries with these uids; those that are not there are passed over.
    public static Spans ofUids(IdRange[] set, SelectedFolder selected) {
        if (!KeptResult.isMark(set)) {
            return of(set, true, selected.told()).orElseThrow();
        }
        var spans = new ArrayList<Span>();
        long[] bounds = selected.kept().bounds();
        for (int i = 0; i < bounds.length; i += 2) {
            byUid(new IdRange(bounds[i], bounds[i + 1] - 1), selected.told(), spans);
        }
        return new Spans(spans);
    }

    /// @return empty when a sequence number is named that is not there: that is an error, while an unknown uid is not
    // RFC 3501 §6.4.8, §9 (seq-number)
    static Optional<Spans> of(IdRange[] set, boolean uids, Listing listing) {
        var spans = new ArrayList<Span>(set.length);
        for (var range : set) {
            if (uids) {
                byUid(range, listing, spans);
            } else if (!byNumber(range, listing, spans)) {
                return Optional.empty();
            }
        }
        return Optional.of(new Spans(merged(spans)));
    }

    /// The uids of the entries, ascending.
    public List<Uid> uids(Listing listing) {
        var uids = new ArrayList<Uid>(count());
        for (var span : spans) {
            listing.forEach(span.from, span.to, entry -> uids.add(entry.uid()));
        }
        return uids;
    }

    public int count() {
        int count = 0;
        for (var span : spans) {
            count += span.to - span.from;
        }
        return count;
    }

    /// Some of the entries only.
    public Spans slice(Page page) {
        int total = count();
        int from = page.from(total);
        int to = page.to(total);
        var sliced = new ArrayList<Span>();
        int before = 0;
        for (var span : spans) {
            int length = span.to - span.from;
            int low = Math.max(0, from - before);
            int high = Math.min(length, to - before);
            if (low < high) {
                sliced.add(new Span(span.from + low, span.from + high));
            }
            before += length;
        }
        return new Spans(sliced);
    }

    public boolean contains(int index) {
        int low = 0;
        int high = spans.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (spans.get(middle).to <= index) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < spans.size() && spans.get(low).from <= index;
    }

    private static void byUid(IdRange range, Listing listing, List<Span> spans) {
        if (listing.count() == 0) {
            return;
        }
        long highest = listing.at(listing.count() - 1).uid().number();
        long low = range.getLowVal() == Long.MAX_VALUE ? highest : range.getLowVal();
        long high = range.getHighVal() == Long.MAX_VALUE ? highest : range.getHighVal();
        // `*` is the last object, also when the other end is behind it
        if (range.getHighVal() == Long.MAX_VALUE && low > highest) {
            low = highest;
        }
        int from = low > Uid.LAST.number() ? listing.count() : listing.ceiling(Uid.of(Math.max(1, low)));
        int to = high >= Uid.LAST.number() ? listing.count() : listing.ceiling(Uid.of(high + 1));
        if (from < to) {
            spans.add(new Span(from, to));
        }
    }

    private static boolean byNumber(IdRange range, Listing listing, List<Span> spans) {
        long count = listing.count();
        long low = range.getLowVal() == Long.MAX_VALUE ? count : range.getLowVal();
        long high = range.getHighVal() == Long.MAX_VALUE ? count : range.getHighVal();
        if (low < 1 || low > count || high > count) {
            return false;
        }
        spans.add(new Span((int) Math.min(low, high) - 1, (int) Math.max(low, high)));
        return true;
    }

    private static List<Span> merged(List<Span> spans) {
        if (spans.size() < 2) {
            return spans;
        }
        spans.sort(Comparator.comparingInt(Span::from));
        var merged = new ArrayList<Span>(spans.size());
        var open = spans.getFirst();
        for (var span : spans.subList(1, spans.size())) {
            if (span.from <= open.to) {
                open = new Span(open.from, Math.max(open.to, span.to));
            } else {
                merged.add(open);
                open = span;
            }
        }
        merged.add(open);
        return merged;
    }
}
