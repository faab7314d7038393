// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.sort;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Entry;
import org.satchel.model.Summary;

/// The keys of the objects that are sorted: one number for each object and criterion, each text once.
///
/// Half a million objects with three criteria are some 30 MB, with their texts; their summaries would be a gigabyte.
// RFC 5256 §3
public final class SortTable {
    /// Objects that may be sorted at a time.
    public static final int OBJECTS_MAX = 1_000_000;

    /// Characters of different texts that may be held.
    public static final int CHARS_MAX = 16 * 1024 * 1024;

    private final List<SortCriterion> criteria;
    private final int objectsMax;
    private final int charsMax;
    private final long[][] columns;
    private final Map<String, Integer> texts = new HashMap<>();
    private long[] uids = new long[16];
    private long[] modSeqs = new long[16];
    private int count;
    private int chars;

    /// @param criteria the first decides first
    public SortTable(List<SortCriterion> criteria) {
        this(criteria, OBJECTS_MAX, CHARS_MAX);
    }

    SortTable(List<SortCriterion> criteria, int objectsMax, int charsMax) {
        this.criteria = List.copyOf(criteria);
        this.objectsMax = objectsMax;
        this.charsMax = charsMax;
        this.columns = new long[criteria.size()][16];
    }

    /// Whether objects must be opened to be sorted so.
    public boolean needsSummary() {
        return criteria.stream().anyMatch(it -> it.key().isInSummary());
    }

    /// To be called in uid order.
    ///
    /// @param summary may be null when it is not needed
    /// @throws NoRoom when there are too many
    public void add(Entry entry, @Nullable Summary summary) {
        if (count == objectsMax) {
            throw new NoRoom("too many objects to sort");
        }
        if (count == uids.length) {
            grow();
        }
        for (int i = 0; i < columns.length; i++) {
            var key = criteria.get(i).key();
            columns[i][count] = key.isText() && summary != null ? place(key.text(summary)) : key.number(entry, summary);
        }
        uids[count] = entry.uid().number();
        modSeqs[count++] = entry.modSeq().number();
    }

    /// Puts all that was added in order.
    public Sorted sorted() {
        rank();
        Comparator<Integer> order = Comparator.comparingInt(Integer::intValue);
        for (int i = columns.length - 1; i >= 0; i--) {
            var column = columns[i];
            Comparator<Integer> by = Comparator.comparingLong(row -> column[row]);
            order = (criteria.get(i).reverse() ? by.reversed() : by).thenComparing(order);
        }
        var rows = IntStream.range(0, count).boxed().toArray(Integer[]::new);
        Arrays.sort(rows, order);
        var sorted = new Sorted(new long[count], new long[count]);
        for (int i = 0; i < count; i++) {
            sorted.uids[i] = uids[rows[i]];
            sorted.modSeqs[i] = modSeqs[rows[i]];
        }
        return sorted;
    }

    /// The objects in their order.
    public static final class Sorted {
        private final long[] uids;
        private final long[] modSeqs;

        private Sorted(long[] uids, long[] modSeqs) {
            this.uids = uids;
            this.modSeqs = modSeqs;
        }

        public long[] uids() {
            return uids.clone();
        }

        public long modSeq(int index) {
            return modSeqs[index];
        }
    }

    private int place(String text) {
        var key = CaseMap.key(text);
        var known = texts.putIfAbsent(key, texts.size());
        if (known != null) {
            return known;
        }
        chars += key.length();
        if (chars > charsMax) {
            throw new NoRoom("too much text to sort");
        }
        return texts.size() - 1;
    }

    /// Replaces the place at which a text was met by its place in the alphabet.
    private void rank() {
        var alphabet = new ArrayList<>(texts.entrySet());
        alphabet.sort(Map.Entry.comparingByKey(CaseMap::compare));
        var ranks = new int[alphabet.size()];
        for (int i = 0; i < ranks.length; i++) {
            ranks[alphabet.get(i).getValue()] = i;
        }
        for (int i = 0; i < columns.length; i++) {
            if (criteria.get(i).key().isText()) {
                for (int row = 0; row < count; row++) {
                    columns[i][row] = ranks[(int) columns[i][row]];
                }
            }
        }
    }

    private void grow() {
        int larger = 2 * count;
        uids = Arrays.copyOf(uids, larger);
        modSeqs = Arrays.copyOf(modSeqs, larger);
        for (int i = 0; i < columns.length; i++) {
            columns[i] = Arrays.copyOf(columns[i], larger);
        }
    }
}
