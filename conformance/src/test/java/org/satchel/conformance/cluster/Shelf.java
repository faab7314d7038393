// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.satchel.conformance.load.Books;
import org.satchel.conformance.load.Journal;

/// The journals that nobody writes in just now. Safe for many threads.
///
/// One with an operation of which nobody knows the end stays aside until the boxes were read.
final class Shelf {
    private final Books books;
    private final Map<Place, Deque<Journal>> free = new HashMap<>();
    private final Map<Journal, Place> open = new HashMap<>();
    private int made;

    private record Place(String protocol, String box) {}

    Shelf(Books books) {
        this.books = books;
    }

    /// @param protocol whose writers have it to themselves
    synchronized Journal take(String protocol, String box) {
        var journal = free(new Place(protocol, box)).poll();
        return journal == null ? books.journal(box, protocol + "-" + ++made) : journal;
    }

    synchronized void giveBack(String protocol, Journal journal) {
        var place = new Place(protocol, journal.box());
        if (journal.isOpen()) {
            journal.scatter();
            open.put(journal, place);
        } else {
            free(place).add(journal);
        }
    }

    /// After all journals were settled.
    synchronized void takeUp() {
        open.forEach((journal, place) -> free(place).add(journal));
        open.clear();
    }

    private Deque<Journal> free(Place place) {
        return free.computeIfAbsent(place, unknown -> new ArrayDeque<>());
    }
}
