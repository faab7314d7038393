// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.nms;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.satchel.bench.measure.Callers;
import org.satchel.bench.measure.WrongAnswer;

/// A box with many objects, filled once.
final class PagedBox {
    private static final int ACCOUNT = 300;
    private static final int FILLERS = 16;
    /// The largest page that the server gives.
    private static final int LONG_PAGE = 500;

    private final NmsObjects objects;
    private final AtomicLong numbers;
    private final int count;
    private final Duration slice;
    private boolean filled;

    /// @param slice how long pages are asked for in one round
    PagedBox(NmsObjects objects, AtomicLong numbers, int count, Duration slice) {
        this.objects = objects;
        this.numbers = numbers;
        this.count = count;
        this.slice = slice;
    }

    Duration slice() {
        return slice;
    }

    HttpConnection connect(NmsTarget target) throws IOException {
        return target.connect(ACCOUNT);
    }

    NmsObjects.Page page(
            NmsTarget target, HttpConnection connection, NmsObjects.Order order, int entries, @Nullable String cursor)
            throws IOException {
        return NmsObjects.search(
                connection, target.path(ACCOUNT, "/objects/operations/search"), order, entries, cursor);
    }

    void fill(NmsTarget target) throws IOException, InterruptedException {
        if (filled) {
            return;
        }
        var left = new AtomicLong(count);
        Callers.run(FILLERS, i -> {
            try (var connection = connect(target)) {
                while (left.getAndDecrement() > 0) {
                    objects.post(connection, target.path(ACCOUNT, "/objects"), numbers.getAndIncrement());
                }
            }
            return i;
        });
        filled = true;
    }

    /// Where it goes on behind the first half.
    String middle(NmsTarget target) throws IOException {
        try (var connection = connect(target)) {
            String cursor = null;
            for (int seen = 0; seen < count / 2; seen += LONG_PAGE) {
                cursor = page(target, connection, NmsObjects.Order.CREATION, LONG_PAGE, cursor)
                        .cursor();
            }
            if (cursor == null) {
                throw new WrongAnswer("a box of so few objects has no middle: " + count);
            }
            return cursor;
        }
    }

    /// All pages together are the box, each object once, in order.
    void verify(NmsTarget target, NmsObjects.Order order) throws IOException {
        var urls = new HashSet<String>();
        try (var connection = connect(target)) {
            String cursor = null;
            String before = null;
            do {
                var page = page(target, connection, order, LONG_PAGE, cursor);
                for (var one : page.objects()) {
                    boolean newer = before != null && one.date().compareTo(before) > 0;
                    if (order == NmsObjects.Order.NEWEST_FIRST && newer) {
                        throw new WrongAnswer("an object that is newer than the one before it");
                    }
                    before = one.date();
                    if (!urls.add(one.url())) {
                        throw new WrongAnswer("an object on two pages");
                    }
                }
                cursor = page.cursor();
            } while (cursor != null);
        }
        WrongAnswer.unlessEqual("objects on all pages", count, urls.size());
    }
}
