// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.selected;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.message.UidRange;
import org.apache.james.imap.message.request.AbstractMailboxSelectionRequest;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.ImapOutput;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.FolderLines;
import org.satchel.imap.james.grammar.UidText;
import org.satchel.imap.james.session.SelectedFolder;
import org.satchel.imap.james.session.Session;
import org.satchel.model.BoxView;
import org.satchel.model.Listing;
import org.satchel.model.ModSeq;
import org.satchel.model.Uid;

/// Tells a client that comes back what it missed in the folder it just selected: who vanished, then who changed.
///
/// With the log it is exact and costs what changed. When the log no longer reaches, every uid of the client's set that
/// is not there is said to
/// have vanished, which RFC 7162 §3.2.10.2 allows.
public final class Resync {
    private final SelectedFolder selected;
    private final Answers answers;
    private final ImapOutput out;
    private final BoxView view;

    public Resync(Session session, Answers answers, BoxView view) {
        this.selected = session.selection();
        this.answers = answers;
        this.out = answers.out();
        this.view = view;
    }

    void tell(AbstractMailboxSelectionRequest request) throws IOException {
        var known = known(request.getUidSet());
        var since = new ModSeq(request.getKnownModSeq());
        var delta = FolderDelta.read(selected.box().changes(), view, selected.folder(), since);
        if (delta.isPresent()) {
            vanished(known.among(delta.get().vanished()));
            changed(known.among(delta.get().changed()));
            return;
        }
        long from = matchedThrough(request.getKnownSequenceSet(), request.getKnownUidSet()) + 1;
        missing(known, from, selected.told());
        var changed = FolderDelta.scan(view, selected.folder(), since).stream()
                .map(entry -> entry.uid())
                .toList();
        changed(known.among(changed));
    }

    /// Tells which uids of the set are not in the folder. Uids that were never given out are not told.
    public void missing(UidSet known, long from, Listing listing) throws IOException {
        var ranges = new VanishedLine();
        for (var range : known.ranges()) {
            long next = Math.max(range.low(), from);
            long last = range.high();
            int index = next > Uid.LAST.number() ? listing.count() : listing.ceiling(Uid.of(next));
            for (; index < listing.count() && listing.at(index).uid().number() <= last; index++) {
                long present = listing.at(index).uid().number();
                ranges.add(next, present - 1);
                next = present + 1;
            }
            ranges.add(next, last);
        }
        ranges.end();
    }

    public void vanished(Collection<Uid> uids) throws IOException {
        if (!uids.isEmpty()) {
            out.ascii("* VANISHED (EARLIER) ");
            UidText.write(out, uids);
            out.crlf();
        }
    }

    private void changed(Collection<Uid> uids) throws IOException {
        for (var uid : uids) {
            int number = selected.number(uid);
            if (number > 0) {
                var entry = selected.told().at(number - 1);
                FolderLines.fetch(answers, number, entry, selected.recents().contains(uid), true, true);
            }
        }
    }

    /// @param set null = everything the client may know, which is what was ever given out
    private UidSet known(UidRange @Nullable [] set) {
        long highest = view.folder(selected.folder()).orElseThrow().uidNext().number() - 1;
        if (set == null) {
            return UidSet.of(List.of(new UidSet.Range(1, highest)));
        }
        return UidSet.of(Stream.of(set)
                .map(range -> new UidSet.Range(
                        range.getLowVal().asLong(), Math.min(range.getHighVal().asLong(), highest)))
                .toList());
    }

    /// The client's sample of numbers and uids: up to the last pair that still holds, nothing vanished that it does not
    /// know.
    ///
    /// @return the highest uid that need not be told
    // RFC 7162 §3.2.5.2
    private long matchedThrough(IdRange @Nullable [] numbers, UidRange @Nullable [] uids) {
        if (numbers == null || uids == null) {
            return 0;
        }
        long matched = 0;
        var flatNumbers = flat(numbers);
        var flatUids = flatUids(uids);
        for (int i = 0; i < Math.min(flatNumbers.size(), flatUids.size()); i++) {
            long number = flatNumbers.get(i);
            long uid = flatUids.get(i);
            boolean holds = number <= selected.told().count()
                    && selected.told().at((int) number - 1).uid().number() == uid;
            if (!holds) {
                break;
            }
            matched = uid;
        }
        return matched;
    }

    private List<Long> flat(IdRange[] ranges) {
        var all = new ArrayList<Long>();
        for (var range : ranges) {
            flatten(range.getLowVal(), range.getHighVal(), all);
        }
        return all;
    }

    private List<Long> flatUids(UidRange[] ranges) {
        var all = new ArrayList<Long>();
        for (var range : ranges) {
            flatten(range.getLowVal().asLong(), range.getHighVal().asLong(), all);
        }
        return all;
    }

    private void flatten(long low, long high, List<Long> into) {
        for (long value = low; value <= high && into.size() <= selected.told().count(); value++) {
            into.add(value);
        }
    }

    /// `* VANISHED (EARLIER) …`, begun only when there is something to say.
    private final class VanishedLine {
        private final UidText.Ranges ranges = new UidText.Ranges(out);
        private boolean begun;

        void add(long from, long to) throws IOException {
            if (from > to) {
                return;
            }
            if (!begun) {
                begun = true;
                out.ascii("* VANISHED (EARLIER) ");
            }
            ranges.add(from, to);
        }

        void end() throws IOException {
            if (begun) {
                ranges.end();
                out.crlf();
            }
        }
    }
}
