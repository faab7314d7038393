// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.satchel.model.memory.MemoryStore;

class ScanningFinderTest {
    private static final BoxId BOX = new BoxId("tel:+15550100001");
    private static final Actor OWNER = Actor.owner(BOX);

    private final ScanningFinder finder = new ScanningFinder();
    private MessageBox box;
    private FolderId inbox;

    @BeforeEach
    void open() {
        box = new MemoryStore().create(BOX);
        inbox = folder("INBOX");
    }

    @Test
    void hits_of_one_folder_come_in_uid_order() {
        deposit(inbox, "one", "b");
        deposit(inbox, "two", "a");
        deposit(inbox, "one more", "c");
        var hits = finder.find(box.view(), Search.in(inbox, new Query.Body("one")));
        assertThat(hits).extracting(hit -> hit.entry().uid().number()).containsExactly(1L, 3L);
    }

    @Test
    void a_tree_is_its_root_with_all_below_and_nothing_beside() {
        var root = create("Trips/a");
        var below = create("Trips/a/b/c");
        var beside = create("Trips/ab");
        for (var folder : List.of(inbox, root, below, beside)) {
            deposit(folder, "same", "s");
        }
        assertThat(find(new Search.Scope.Tree(root)))
                .extracting(Search.Hit::folder)
                .containsExactly(root, below);
        assertThat(find(new Search.Scope.Everywhere())).hasSize(4);
        assertThat(find(new Search.Scope.Only(below)))
                .extracting(Search.Hit::folder)
                .containsExactly(below);
        assertThatThrownBy(() -> find(new Search.Scope.Only(new FolderId(999))))
                .isInstanceOf(StoreFailure.NotFound.class);
    }

    @Test
    void hits_are_sorted_by_date_attribute_or_creation() {
        deposit(inbox, "1", "beta", "Wed, 04 Mar 2026 10:00:00 +0000");
        deposit(inbox, "2", "Alpha", "Fri, 06 Mar 2026 10:00:00 +0000");
        deposit(inbox, "3", "gamma", "Thu, 05 Mar 2026 10:00:00 +0000");
        deposit(inbox, "4", "ALPHA", "Thu, 05 Mar 2026 10:00:00 +0000");
        assertThat(uids(Search.Order.By.DATE, null, false)).containsExactly(1L, 3L, 4L, 2L);
        assertThat(uids(Search.Order.By.DATE, null, true)).containsExactly(2L, 3L, 4L, 1L);
        assertThat(uids(Search.Order.By.ATTRIBUTE, "Subject", false)).containsExactly(2L, 4L, 1L, 3L);
        assertThat(uids(Search.Order.By.CREATION, null, true)).containsExactly(4L, 3L, 2L, 1L);
        assertThat(uids(Search.Order.By.UID, null, true)).containsExactly(4L, 3L, 2L, 1L);
    }

    @Test
    void uid_ranges_narrow_the_scan_and_keep_their_meaning() {
        for (int i = 0; i < 30; i++) {
            deposit(inbox, "text " + i, "s");
        }
        var ranges = new Query.UidIn(
                List.of(new Query.UidIn.Range(Uid.of(5), Uid.of(6)), new Query.UidIn.Range(Uid.of(29), Uid.LAST)));
        assertThat(finder.find(box.view(), Search.in(inbox, new Query.And(List.of(ranges, new Query.Text("text"))))))
                .extracting(hit -> hit.entry().uid().number())
                .containsExactly(5L, 6L, 29L, 30L);
        assertThat(finder.find(box.view(), Search.in(inbox, new Query.UidIn(List.of()))))
                .isEmpty();
    }

    @Property(tries = 60)
    void pages_put_together_are_the_whole_though_others_insert_and_remove(@ForAll long seed) {
        open();
        var random = new Random(seed);
        var other = create("Trips/x");
        for (int i = 0; i < 40; i++) {
            depositAny(random, random.nextBoolean() ? inbox : other);
        }
        var scope = new Search.Scope.Everywhere();
        var order = new Search.Order(
                List.of(Search.Order.By.CREATION, Search.Order.By.DATE, Search.Order.By.ATTRIBUTE)
                        .get(random.nextInt(3)),
                "Subject",
                random.nextBoolean());
        var before = ids(finder.find(box.view(), new Search(scope, new Query.All(), order, null, Integer.MAX_VALUE)));
        var paged = new ArrayList<Long>();
        Search.Position position = null;
        while (true) {
            var page =
                    finder.find(box.view(), new Search(scope, new Query.All(), order, position, 1 + random.nextInt(9)));
            if (page.isEmpty()) {
                break;
            }
            paged.addAll(ids(page));
            position = page.getLast().position();
            depositAny(random, inbox);
            var gone = page.get(random.nextInt(page.size()));
            box.write(OWNER, tx -> tx.remove(gone.folder(), List.of(gone.entry().uid()), Change.Cause.REMOVED));
            if (paged.size() > 200) {
                break; // new objects at the end of an order keep the pages coming
            }
        }
        assertThat(paged).as("seed " + seed).doesNotHaveDuplicates();
        assertThat(paged.stream().filter(before::contains).toList())
                .as("seed " + seed)
                .isEqualTo(before);
    }

    @Property(tries = 60)
    void a_page_in_uid_order_goes_on_behind_its_last_hit(@ForAll long seed) {
        open();
        var random = new Random(seed);
        for (int i = 0; i < 30; i++) {
            depositAny(random, inbox);
        }
        var order = new Search.Order(Search.Order.By.UID, null, random.nextBoolean());
        var scope = new Search.Scope.Only(inbox);
        var query = new Query.AttributeContains("Subject", "a");
        var whole = ids(finder.find(box.view(), new Search(scope, query, order, null, Integer.MAX_VALUE)));
        var paged = new ArrayList<Long>();
        Search.Position position = null;
        List<Search.Hit> page;
        do {
            page = finder.find(box.view(), new Search(scope, query, order, position, 4));
            paged.addAll(ids(page));
            position = page.isEmpty() ? position : page.getLast().position();
        } while (!page.isEmpty());
        assertThat(paged).as("seed " + seed).isEqualTo(whole);
    }

    @Test
    void a_limit_keeps_the_first_of_the_order() {
        for (int i = 0; i < 50; i++) {
            deposit(inbox, "t", "s" + (i * 7 % 50 + 100));
        }
        var order = new Search.Order(Search.Order.By.ATTRIBUTE, "Subject", false);
        var hits = finder.find(box.view(), new Search(new Search.Scope.Only(inbox), new Query.All(), order, null, 3));
        assertThat(hits).extracting(hit -> hit.position().key()).containsExactly("0:s100", "0:s101", "0:s102");
    }

    @Test
    void what_the_entries_decide_opens_no_object() {
        for (int i = 0; i < 2000; i++) {
            deposit(inbox, "t", "s");
        }
        box.write(OWNER, tx -> tx.flag(inbox, List.of(Uid.of(1999)), FlagEdit.add(Flags.of(Flags.SEEN)), null));
        var view = box.view();
        var closed = (BoxView) Proxy.newProxyInstance(
                BoxView.class.getClassLoader(), new Class<?>[] {BoxView.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isNotIn("object", "objects", "payload");
                    return method.invoke(view, arguments);
                });
        assertThat(finder.find(closed, Search.in(inbox, new Query.HasFlag(Flags.SEEN))))
                .singleElement()
                .satisfies(hit -> assertThat(hit.entry().uid()).isEqualTo(Uid.of(1999)));
        assertThat(finder.find(closed, Search.in(inbox, new Query.Not(new Query.HasFlag(Flags.SEEN)))))
                .hasSize(1999);
    }

    @Test
    void a_position_that_no_page_gave_is_refused() {
        var search = new Search(
                new Search.Scope.Everywhere(),
                new Query.All(),
                Search.Order.BY_CREATION,
                new Search.Position("nonsense", new ObjectId(1)),
                10);
        assertThatThrownBy(() -> finder.find(box.view(), search)).isInstanceOf(IllegalArgumentException.class);
    }

    private List<Search.Hit> find(Search.Scope scope) {
        return finder.find(
                box.view(), new Search(scope, new Query.Body("same"), Search.Order.BY_UID, null, Integer.MAX_VALUE));
    }

    private List<Long> uids(Search.Order.By by, String attribute, boolean descending) {
        var order = new Search.Order(by, attribute, descending);
        return finder
                .find(box.view(), new Search(new Search.Scope.Only(inbox), new Query.All(), order, null, 100))
                .stream()
                .map(hit -> hit.entry().uid().number())
                .toList();
    }

    private static List<Long> ids(List<Search.Hit> hits) {
        return hits.stream().map(hit -> hit.entry().object().number()).toList();
    }

    private FolderId folder(String path) {
        return box.view().folder(new FolderPath(path)).orElseThrow().id();
    }

    private FolderId create(String path) {
        box.write(OWNER, tx -> tx.createFolder(new FolderPath(path)));
        return folder(path);
    }

    private void depositAny(Random random, FolderId folder) {
        deposit(
                folder,
                "text",
                List.of("a", "b", "ab", "c").get(random.nextInt(4)),
                "Wed, 0" + (1 + random.nextInt(4)) + " Apr 2026 10:00:00 +0000");
    }

    private void deposit(FolderId folder, String text, String subject) {
        deposit(folder, text, subject, "Wed, 04 Mar 2026 10:00:00 +0000");
    }

    private void deposit(FolderId folder, String text, String subject, String date) {
        var message = "Date: " + date + "\r\nSubject: " + subject + "\r\nContent-Type: text/plain\r\n\r\n" + text;
        var bytes = message.getBytes(StandardCharsets.UTF_8);
        try (var draft = box.draft(new ByteArrayInputStream(bytes), 10_000)) {
            box.write(OWNER, tx -> tx.deposit(folder, draft, Deposit.PLAIN));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
