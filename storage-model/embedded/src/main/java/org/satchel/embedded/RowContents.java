// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Entry;
import org.satchel.model.FolderId;
import org.satchel.model.Listing;
import org.satchel.model.ObjectId;
import org.satchel.model.Payload;
import org.satchel.model.Placement;
import org.satchel.model.SmallPayload;
import org.satchel.model.StoreFailure;
import org.satchel.model.Summary;
import org.satchel.model.Uid;
import org.satchel.model.codec.EntryCodec;
import org.satchel.model.codec.SummaryCodec;
import org.satchel.model.state.BoxContents;

/// What a box's rows hold beside its state: of the durable rows for readers, or of the pending ones for a
/// transaction.
///
/// Holds its box, so that a box stays the only one of its name for as long as anybody looks at it.
final class RowContents implements BoxContents {
    /// Rows read in one go: long enough to be quick, short enough to be fair.
    private static final int PAGE_ROWS = 512;

    private final RowOwner box;
    private final Keys keys;
    private final Rows rows;
    private final PayloadFiles files;
    private final LongReads longReads;
    private final @Nullable RecentObjects recent;

    RowContents(RowOwner box, Rows rows, PayloadFiles files, LongReads longReads) {
        this(box, rows, files, longReads, null);
    }

    /// @param recent takes and gives what is read one by one; only for rows that are durable, and seen as such
    RowContents(RowOwner box, Rows rows, PayloadFiles files, LongReads longReads, @Nullable RecentObjects recent) {
        this.recent = recent;
        this.box = box;
        this.keys = box.keys();
        this.rows = rows;
        this.files = files;
        this.longReads = longReads;
    }

    @Override
    public void loadListing(FolderId folder, Uid last, Consumer<Entry> action) {
        box.checkPresent();
        var pages = new Pages(keys.entry(folder, Uid.FIRST), keys.behindEntry(folder, last), Integer.MAX_VALUE);
        long count = 0;
        for (var row = pages.next(); row != null; row = pages.next()) {
            action.accept(EntryCodec.decode(Keys.uid(row.key()), row.value()));
            count++;
        }
        box.loaded(count);
    }

    @Override
    public Optional<Entry> loadEntry(FolderId folder, Uid uid) {
        box.checkPresent();
        return Optional.ofNullable(rows.get(Family.ROWS, keys.entry(folder, uid)))
                .map(row -> EntryCodec.decode(uid, row));
    }

    @Override
    public Summary summary(FolderId folder, Entry entry) {
        box.checkPresent();
        return recent == null ? SummaryCodec.decode(read(folder, entry)) : recent(recent, folder, entry);
    }

    private Summary recent(RecentObjects recent, FolderId folder, Entry entry) {
        var kept = recent.summary(folder, entry);
        if (kept != null) {
            return kept;
        }
        long moves = recent.moves();
        var row = read(folder, entry);
        var summary = SummaryCodec.decode(row);
        recent.keep(folder, entry, summary, row.length, moves);
        return summary;
    }

    private byte[] read(FolderId folder, Entry entry) {
        var row = detail(folder, entry);
        if (row == null) {
            throw missing(entry);
        }
        return row;
    }

    @Override
    public void summaries(FolderId folder, Listing listing, int from, int to, BiConsumer<Entry, Summary> action) {
        box.checkPresent();
        if (from >= to) {
            return;
        }
        var pages = new Pages(
                keys.detail(folder, listing.at(from).uid()),
                keys.behindDetail(folder, listing.at(to - 1).uid()),
                to - from);
        var walk = new Walk(pages);
        listing.forEach(from, to, entry -> {
            var row = walk.at(entry.uid());
            var found = row != null ? row : detail(folder, entry);
            if (found != null) {
                action.accept(entry, SummaryCodec.decode(found));
            }
        });
    }

    @Override
    public Payload payload(FolderId folder, Entry entry) {
        box.checkPresent();
        var small = rows.get(Family.PAYLOADS, keys.payload(entry.content()));
        if (small != null) {
            return new SmallPayload(small);
        }
        var digest = rows.get(Family.ROWS, keys.fileOf(entry.content()));
        if (digest == null) {
            throw missing(entry);
        }
        return new FilePayload(files, new PayloadFiles.Name(keys.box(), Digest.of(digest)), entry.size());
    }

    @Override
    public Optional<Placement> locate(ObjectId object) {
        box.checkPresent();
        var kept = recent == null ? Optional.<Placement>empty() : recent.place(object);
        return kept.isPresent()
                ? kept
                : Optional.ofNullable(rows.get(Family.ROWS, keys.place(object))).map(PlaceRow::placement);
    }

    @Override
    public Map<String, ObjectId> deposited(Collection<String> names) {
        box.checkPresent();
        var deposited = new HashMap<String, ObjectId>();
        for (var name : names) {
            // One by one: RocksDB's way to ask for many at once took longer for three keys.
            var row = rows.get(Family.KEYS, keys.named(Table.KEY, name));
            if (row != null) {
                deposited.put(name, Numbers.object(row));
            }
        }
        return deposited;
    }

    /// The detail row of an object; when it was moved meanwhile, that at its new place, and when it was
    /// removed, that of a copy.
    private byte @Nullable [] detail(FolderId folder, Entry entry) {
        var here = rows.get(Family.ROWS, keys.detail(folder, entry.uid()));
        return here != null ? here : detailElsewhere(entry);
    }

    private byte @Nullable [] detailElsewhere(Entry entry) {
        var first = keys.references(entry.content());
        for (var row : rows.page(Family.ROWS, first, Keys.behind(first), PAGE_ROWS)) {
            var place = rows.get(Family.ROWS, keys.place(Keys.referrer(row.key())));
            if (place != null) {
                var placement = PlaceRow.placement(place);
                var there = rows.get(Family.ROWS, keys.detail(placement.folder(), placement.uid()));
                if (there != null) {
                    return there;
                }
            }
        }
        return null;
    }

    private static StoreFailure.NotFound missing(Entry entry) {
        return new StoreFailure.NotFound("object " + entry.object().number());
    }

    /// Rows of a range, one after the other, read a page at a time.
    private final class Pages {
        private final byte[] to;
        private final Deque<Row> page = new ArrayDeque<>();
        private byte[] next;
        private int pageRows;
        private boolean ended;

        /// @param expected how many rows are wanted at most
        Pages(byte[] from, byte[] to, int expected) {
            this.next = from;
            this.to = to;
            this.pageRows = Math.min(PAGE_ROWS, expected);
        }

        @Nullable
        Row next() {
            if (page.isEmpty() && !ended) {
                var read = longReads.page(rows, next, to, pageRows);
                page.addAll(read);
                ended = read.isEmpty();
                if (!ended) {
                    next = Keys.successor(read.getLast().key());
                }
            }
            return page.poll();
        }
    }

    /// Detail rows beside a listing that is walked in the same order.
    private static final class Walk {
        private final Pages pages;
        private @Nullable Row row;

        Walk(Pages pages) {
            this.pages = pages;
            this.row = pages.next();
        }

        /// The row of this uid; null when there is none.
        byte @Nullable [] at(Uid uid) {
            while (row != null && Keys.uid(row.key()).compareTo(uid) < 0) {
                row = pages.next();
            }
            return row != null && Keys.uid(row.key()).equals(uid) ? row.value() : null;
        }
    }
}
