// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.satchel.imap.james.ImapStage.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.satchel.imap.TestClient;
import org.satchel.imap.james.searching.Hits;
import org.satchel.imap.james.searching.SearchScope;
import org.satchel.imap.james.session.Place;
import org.satchel.imap.search.Reach;
import org.satchel.model.Actor;
import org.satchel.model.BoxView;
import org.satchel.model.Deposit;
import org.satchel.model.Draft;
import org.satchel.model.FolderPath;
import org.satchel.model.ObjectFinder;
import org.satchel.model.Query;
import org.satchel.model.Right;
import org.satchel.model.ScanningFinder;

/// What searching costs, and what it does at its edges.
class SearchTest {
    private static final Set<String> COSTLY = Set.of("object", "objects", "payload");

    private ImapStage stage;
    private TestClient client;

    @BeforeEach
    void connect() throws IOException {
        stage = new ImapStage();
        client = stage.login();
        for (int i = 0; i < 5; i++) {
            client.append("INBOX" + (i % 2 == 0 ? " (\\Seen)" : ""), message("m" + i, "text\r\n"));
        }
        client.expectOk("SELECT INBOX");
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        stage.close();
    }

    @Test
    void flags_uids_dates_and_sizes_are_found_without_opening_an_object() {
        var unseen = new Query.Not(new Query.HasFlag("\\Seen"));
        assertThat(found(unseen).uids()).containsExactly(2, 4);
        assertThat(found(new Query.UidIn(List.of(SearchScope.range(2, 3)))).uids())
                .containsExactly(2, 3);
        assertThat(found(new Query.Received(Instant.EPOCH, null)).count()).isEqualTo(5);
        assertThat(found(new Query.LargerThan(1)).count()).isEqualTo(5);
        assertThatThrownBy(() -> found(new Query.Header("Subject", "m1"))).hasMessageContaining("opens an object");
    }

    @Test
    void what_is_kept_is_found_however_many_answers_are_owed() throws IOException {
        client.expectOk("SEARCH RETURN (SAVE) SUBJECT m4");
        client.send("a STORE 1 +FLAGS.SILENT (\\Deleted)\r\nb EXPUNGE\r\nc UID FETCH $ (UID)\r\nd FETCH $ (UID)\r\n");
        assertThat(client.line()).startsWith("a OK");
        assertThat(client.line()).isEqualTo("* 1 EXPUNGE");
        assertThat(client.line()).endsWith("RECENT");
        assertThat(client.line()).startsWith("b OK");
        assertThat(client.line()).isEqualTo("* 4 FETCH (UID 5)");
        assertThat(client.line()).startsWith("c OK");
        assertThat(client.line()).isEqualTo("* 4 FETCH (UID 5)");
        assertThat(client.line()).startsWith("d OK");
    }

    @Test
    void an_unknown_character_set_is_told_the_two_that_all_have() throws IOException {
        assertThat(client.ask("SEARCH CHARSET klingon TEXT x").last())
                .startsWith("NO [BADCHARSET (US-ASCII UTF-8)] SEARCH");
        assertThat(client.expectOk("SEARCH CHARSET utf-8 SUBJECT m1").only()).isEqualTo("* SEARCH 2");
    }

    @Test
    void a_stretch_of_a_result_is_looked_for_from_its_end_and_no_further() throws IOException {
        var owner = Actor.owner(stage.box.id());
        stage.box.write(owner, tx -> tx.createFolder(new FolderPath("Many")));
        var folder =
                stage.box.view().folder(new FolderPath("Many")).orElseThrow().id();
        var bytes = message("m", "text\r\n").getBytes(StandardCharsets.UTF_8);
        var drafts = new ArrayList<Draft>();
        for (int i = 0; i < 3 * Hits.PAGE; i++) {
            drafts.add(stage.box.draft(new ByteArrayInputStream(bytes), bytes.length));
        }
        stage.box.write(owner, tx -> drafts.forEach(draft -> tx.deposit(folder, draft, Deposit.PLAIN)));
        drafts.forEach(Draft::close);
        var view = stage.box.view();
        var place = new Place(stage.box, view, view.folder(folder).orElseThrow(), Right.ALL);
        var scope = SearchScope.of(place, Instant.now(), "");
        var pages = new AtomicInteger();
        ObjectFinder counting = (box, search) -> {
            pages.incrementAndGet();
            return new ScanningFinder().find(box, search);
        };
        var last = Hits.of(counting, scope, new Query.All(), new Reach(true, 100));
        assertThat(last.count()).isEqualTo(Hits.PAGE);
        assertThat(last.uid(Hits.PAGE - 1)).isEqualTo(3 * Hits.PAGE);
        assertThat(pages).hasValue(1);
        assertThat(Hits.of(counting, scope, new Query.All(), new Reach(false, 1))
                        .uid(0))
                .isEqualTo(1);
        assertThat(pages).hasValue(2);
        assertThat(Hits.of(counting, scope, new Query.All(), Reach.ALL).count()).isEqualTo(3 * Hits.PAGE);
        assertThat(pages).hasValue(5);
    }

    @Test
    void sort_and_thread_outside_a_selection_are_refused_by_their_names() throws IOException {
        client.expectOk("UNSELECT");
        assertThat(client.ask("SORT (DATE) UTF-8 ALL").last()).startsWith("NO SORT");
        assertThat(client.ask("THREAD REFERENCES UTF-8 ALL").last()).startsWith("NO THREAD");
        assertThat(client.ask("SEARCH ALL").last()).startsWith("NO SEARCH");
    }

    @Test
    void many_single_uids_are_one_question() throws IOException {
        var uids = new StringBuilder("2");
        for (int uid = 4; uid < 40_000; uid += 2) {
            uids.append(',').append(uid);
        }
        assertThat(client.expectOk("SEARCH UID " + uids).only()).isEqualTo("* SEARCH 2 4");
    }

    private Hits found(Query query) {
        var view = stage.box.view();
        var inbox = view.folder(new FolderPath("INBOX")).orElseThrow().id();
        var closed = (BoxView) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {BoxView.class}, (_, method, args) -> {
                    if (COSTLY.contains(method.getName())) {
                        throw new AssertionError("opens an object: " + method.getName());
                    }
                    try {
                        return method.invoke(view, args);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
        var place = new Place(stage.box, closed, view.folder(inbox).orElseThrow(), Right.ALL);
        var scope = SearchScope.of(place, Instant.now(), "");
        return Hits.of(new ScanningFinder(), scope, query, Reach.ALL);
    }
}
