// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.satchel.model.memory.MemoryStore;

class SeekingFinderTest {
    private static final BoxId BOX = new BoxId("tel:+15550100001");
    private static final Actor OWNER = Actor.owner(BOX);
    private static final Search.Order NEWEST_FIRST = new Search.Order(Search.Order.By.DATE, null, true);
    private static final Search.Scope EVERYWHERE = new Search.Scope.Everywhere();

    private final ScanningFinder scan = new ScanningFinder();
    private final SeekingFinder finder = new SeekingFinder(1 << 20);
    private MessageBox box;
    private FolderId inbox;
    private FolderId other;

    @BeforeEach
    void open() {
        box = new MemoryStore().create(BOX);
        inbox = box.view().folder(FolderPath.INBOX).orElseThrow().id();
        box.write(OWNER, tx -> tx.createFolder(new FolderPath("Trips/x")));
        other = box.view().folder(new FolderPath("Trips/x")).orElseThrow().id();
    }

    @Property(tries = 100)
    void it_finds_what_a_scan_finds_whatever_happened_before(@ForAll long seed) {
        open();
        var random = new Random(seed);
        var large = new SeekingFinder(1 << 20);
        var small = new SeekingFinder(400); // the orders of both folders do not fit
        for (int step = 0; step < 60; step++) {
            var before = box.view();
            change(random);
            var view = box.view();
            var search = anySearch(random, view);
            var expected = scan.find(view, search);
            assertThat(large.find(view, search)).as("seed " + seed).isEqualTo(expected);
            assertThat(small.find(view, search)).as("seed " + seed).isEqualTo(expected);
            var old = new Search(search.scope(), search.query(), search.order(), search.after(), 1_000);
            assertThat(scan.find(before, old)).as("seed " + seed).containsAll(large.find(before, old));
        }
    }

    @Test
    void a_box_that_was_erased_and_made_again_is_not_taken_for_the_old_one() {
        for (int i = 0; i < 5; i++) {
            deposit(inbox, "old", 10 - i);
        }
        assertThat(page(box.view(), NEWEST_FIRST, null, 9)).hasSize(5);
        open();
        for (int i = 0; i < 5; i++) {
            deposit(inbox, "new", 20 + i);
        }
        assertThat(page(box.view(), NEWEST_FIRST, null, 9))
                .isEqualTo(scan.find(box.view(), search(NEWEST_FIRST, null, 9)));
    }

    @Test
    void a_page_looks_at_what_it_shows_and_opens_nothing() {
        for (int i = 0; i < 3_000; i++) {
            deposit(inbox, "s", i * 7 % 3_000);
        }
        for (var order : List.of(Search.Order.BY_CREATION, NEWEST_FIRST)) {
            var first = page(box.view(), order, null, 1_500); // the order of the folder is made once
            var lines = new AtomicInteger();
            var objects = new AtomicInteger();
            deposit(inbox, "new", 1);
            var page = page(counting(lines, objects), order, first.getLast().position(), 100);
            assertThat(page)
                    .isEqualTo(
                            scan.find(box.view(), search(order, first.getLast().position(), 100)));
            assertThat(lines.get()).as(order.toString()).isLessThan(150);
            assertThat(objects.get()).isZero();
        }
    }

    @Test
    void a_condition_stops_reading_when_the_page_is_full() {
        for (int i = 0; i < 2_000; i++) {
            deposit(inbox, i % 2 == 0 ? "even" : "odd", i);
        }
        var objects = new AtomicInteger();
        var view = counting(new AtomicInteger(), objects);
        var query = new Query.AttributeContains("Subject", "odd");
        var search = new Search(EVERYWHERE, query, NEWEST_FIRST, null, 10);
        assertThat(finder.find(view, search)).isEqualTo(scan.find(box.view(), search));
        assertThat(objects.get()).isBetween(10, 200);
    }

    @Test
    void what_lies_far_behind_is_found_too() {
        deposit(inbox, "needle", 9_000);
        for (int i = 0; i < 5_000; i++) {
            deposit(inbox, i == 100 ? "needle" : "hay", 10_000 + i);
        }
        deposit(other, "needle", 20_000);
        var query = new Query.AttributeContains("Subject", "needle");
        assertThat(finder.find(box.view(), new Search(EVERYWHERE, query, NEWEST_FIRST, null, 10)))
                .extracting(hit -> hit.entry().object().number())
                .containsExactly(5_002L, 102L, 1L);
    }

    @Test
    void lines_from_before_dates_were_kept_stand_where_their_summary_says() {
        for (int i = 0; i < 40; i++) {
            deposit(inbox, "s", i * 7 % 40);
        }
        var search = new Search(EVERYWHERE, new Query.All(), NEWEST_FIRST, null, 9);
        var old = listed(box.view(), SeekingFinderTest::undated);
        assertThat(old.listing(inbox).at(0).date()).isEmpty();
        assertThat(ids(finder.find(old, search)))
                .isEqualTo(ids(scan.find(old, search)))
                .isEqualTo(ids(scan.find(box.view(), search)));
    }

    private void change(Random random) {
        var folder = random.nextBoolean() ? inbox : other;
        var listing = box.view().listing(folder);
        var some = listing.count() == 0
                ? List.<Uid>of()
                : List.of(listing.at(random.nextInt(listing.count())).uid());
        switch (random.nextInt(8)) {
            case 0 -> box.write(OWNER, tx -> tx.remove(folder, some, Change.Cause.REMOVED));
            case 1 -> box.write(OWNER, tx -> tx.move(folder, some, folder.equals(inbox) ? other : inbox));
            case 2 -> box.write(OWNER, tx -> tx.copy(folder, some, random.nextBoolean() ? other : inbox));
            case 3 -> box.write(OWNER, tx -> tx.flag(folder, some, FlagEdit.add(Flags.of(Flags.SEEN)), null));
            default -> deposit(folder, List.of("a", "b", "ab").get(random.nextInt(3)), random.nextInt(20));
        }
    }

    private Search anySearch(Random random, BoxView view) {
        var order = new Search.Order(
                random.nextBoolean() ? Search.Order.By.CREATION : Search.Order.By.DATE, null, random.nextBoolean());
        var scope = List.of(EVERYWHERE, new Search.Scope.Only(inbox), new Search.Scope.Tree(other))
                .get(random.nextInt(3));
        var query = List.of(
                        new Query.All(),
                        new Query.HasFlag(Flags.SEEN),
                        new Query.AttributeContains("Subject", "a"),
                        new Query.And(List.of(
                                new Query.Not(new Query.HasFlag(Flags.SEEN)), new Query.Header("Subject", "b"))))
                .get(random.nextInt(4));
        var all = scan.find(view, new Search(scope, new Query.All(), order, null, Integer.MAX_VALUE));
        var after = all.isEmpty() || random.nextBoolean()
                ? null
                : all.get(random.nextInt(all.size())).position();
        return new Search(scope, query, order, after, 1 + random.nextInt(12));
    }

    private List<Search.Hit> page(BoxView view, Search.Order order, Search.Position after, int limit) {
        return finder.find(view, search(order, after, limit));
    }

    private static Search search(Search.Order order, Search.Position after, int limit) {
        return new Search(EVERYWHERE, new Query.All(), order, after, limit);
    }

    private static List<Long> ids(List<Search.Hit> hits) {
        return hits.stream().map(hit -> hit.entry().object().number()).toList();
    }

    /// The present view, which counts the lines that are taken from listings, and the objects that are opened.
    private BoxView counting(AtomicInteger lines, AtomicInteger objects) {
        var view = listed(box.view(), entry -> {
            lines.incrementAndGet();
            return entry;
        });
        return (BoxView) Proxy.newProxyInstance(
                BoxView.class.getClassLoader(), new Class<?>[] {BoxView.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("object")) {
                        objects.incrementAndGet();
                    } else if (method.getName().equals("objects")) {
                        @SuppressWarnings("unchecked")
                        var action = (Consumer<StoredObject>) arguments[3];
                        view.objects((FolderId) arguments[0], (Uid) arguments[1], (Uid) arguments[2], object -> {
                            objects.incrementAndGet();
                            action.accept(object);
                        });
                        return null;
                    }
                    return method.invoke(view, arguments);
                });
    }

    private static BoxView listed(BoxView view, UnaryOperator<Entry> line) {
        return (BoxView) Proxy.newProxyInstance(
                BoxView.class.getClassLoader(),
                new Class<?>[] {BoxView.class},
                (proxy, method, arguments) -> method.getName().equals("listing")
                        ? listed(view.listing((FolderId) arguments[0]), line)
                        : method.invoke(view, arguments));
    }

    private static Listing listed(Listing listing, UnaryOperator<Entry> line) {
        return new Listing() {
            @Override
            public int count() {
                return listing.count();
            }

            @Override
            public Entry at(int index) {
                return line.apply(listing.at(index));
            }

            @Override
            public int ceiling(Uid uid) {
                return listing.ceiling(uid);
            }

            @Override
            public void forEach(int from, int to, Consumer<Entry> action) {
                listing.forEach(from, to, entry -> action.accept(line.apply(entry)));
            }
        };
    }

    private static Entry undated(Entry entry) {
        return new Entry(
                        entry.uid(),
                        entry.object(),
                        entry.content(),
                        entry.modSeq(),
                        entry.flags(),
                        entry.received(),
                        entry.size(),
                        entry.kind())
                .savedAt(entry.saved());
    }

    /// @param minute of the date, from a day on
    private void deposit(FolderId folder, String subject, int minute) {
        var date = "Wed, %02d Mar 2026 %02d:%02d:00 +0000".formatted(4 + minute / 1440, minute / 60 % 24, minute % 60);
        var message = "Date: " + date + "\r\nSubject: " + subject + "\r\nContent-Type: text/plain\r\n\r\ntext";
        var bytes = message.getBytes(StandardCharsets.UTF_8);
        try (var draft = box.draft(new ByteArrayInputStream(bytes), 10_000)) {
            box.write(OWNER, tx -> tx.deposit(folder, draft, Deposit.PLAIN));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
