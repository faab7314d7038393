// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.imap.james.ImapStage.message;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.imap.TestClient;
import org.satchel.imap.reference.FolderKeys;
import org.satchel.imap.reference.Mechanism;
import org.satchel.imap.reference.References;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.FolderPath;
import org.satchel.model.StoreFailure;

@Timeout(300)
class ReferencesTest {
    private static final String FOLDER = "Default/tel:+15550100042";
    private static final String BASE = "imap://tel%3A+15550100001@example.net/" + FOLDER + "/;UID=1";

    private ImapStage stage;
    private TestClient owner;
    private TestClient other;

    @BeforeEach
    void connect() throws IOException {
        stage = new ImapStage();
        owner = stage.login();
        other = stage.connect().login(ImapStage.OTHER, ImapStage.PASSWORD);
        owner.expectOk("CREATE \"" + FOLDER + '"');
        owner.append('"' + FOLDER + '"', message("one", "text one\r\n"));
    }

    @AfterEach
    void disconnect() throws IOException {
        owner.close();
        other.close();
        stage.close();
    }

    private String reference(String rest, String mechanism) throws IOException {
        return owner.expectOk("GENURLAUTH \"" + BASE + rest + "\" " + mechanism)
                .only()
                .replaceFirst("\\* GENURLAUTH ", "");
    }

    private String fetched(TestClient client, String url) throws IOException {
        return client.expectOk("URLFETCH " + url).only().substring("* URLFETCH ".length() + url.length() + 1);
    }

    private static String in(Duration time) {
        return ";EXPIRE=" + Instant.now().plus(time).toString().replaceFirst("\\..*Z", "Z");
    }

    @Test
    void s_25_an_opaque_reference_reveals_neither_account_nor_folder() throws IOException {
        var url = reference("/;SECTION=TEXT;URLAUTH=authuser", "OPAQUE");
        assertThat(url).startsWith("\"imap://example.net/").contains("/;UID=1;URLAUTH=authuser:OPAQUE:");
        var name = url.replaceAll(".*net/([^/]*)/.*", "$1");
        var bytes = new String(Base64.getUrlDecoder().decode(name), StandardCharsets.ISO_8859_1);
        assertThat(url + bytes).doesNotContain("15550100001", "15550100042", "Default");
        assertThat(fetched(other, url)).isEqualTo("{10}\r\ntext one\r\n");
        assertThat(reference("/;SECTION=TEXT;URLAUTH=authuser", "OPAQUE"))
                .as("two references do not tell that they name the same")
                .doesNotContain(name);
        // a folder that is renamed is still the folder
        owner.expectOk("RENAME \"" + FOLDER + "\" \"Default/renamed\"");
        assertThat(fetched(other, url)).isEqualTo("{10}\r\ntext one\r\n");
    }

    @Test
    void a_reference_for_one_use_is_fetched_once() throws IOException {
        for (var mechanism : new String[] {"INTERNAL.ONCE", "OPAQUE.ONCE"}) {
            var url = reference("/;SECTION=TEXT" + in(Duration.ofHours(1)) + ";URLAUTH=authuser", mechanism);
            assertThat(fetched(other, url)).isEqualTo("{10}\r\ntext one\r\n");
            assertThat(fetched(other, url)).isEqualTo("NIL");
            var more = url.replace(mechanism, mechanism.replace(".ONCE", ""));
            assertThat(fetched(other, more))
                    .as("the token is for its mechanism")
                    .isEqualTo("NIL");
        }
        assertThat(owner.ask("GENURLAUTH \"" + BASE + in(Duration.ofDays(32)) + ";URLAUTH=authuser\" OPAQUE.ONCE")
                        .last())
                .startsWith("BAD");
    }

    @Test
    void of_many_who_fetch_it_at_once_one_gets_it() throws Exception {
        var references = references(InstantSource.system());
        var rump = BASE + in(Duration.ofHours(1)) + ";URLAUTH=anonymous";
        var url = references.issue(stage.box, Actor.owner(stage.box.id()), Mechanism.OPAQUE_ONCE, rump);
        var visitor = new References.Visitor(ImapStage.OTHER, false);
        int got = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Boolean> fetch = () -> references.find(visitor, url).isPresent();
            for (var answer : threads.invokeAll(Collections.nCopies(20, fetch))) {
                got += answer.get() ? 1 : 0;
            }
        }
        assertThat(got).isEqualTo(1);
    }

    @Test
    void a_reference_ends_with_its_time_its_object_its_folder_and_its_key() throws IOException {
        var url = reference(";URLAUTH=anonymous", "INTERNAL");
        assertThat(fetched(other, url)).endsWith("text one\r\n");
        owner.expectOk("RESETKEY \"" + FOLDER + '"');
        assertThat(fetched(other, url)).isEqualTo("NIL");

        var again = reference(";URLAUTH=anonymous", "INTERNAL");
        assertThat(fetched(other, again)).endsWith("text one\r\n");
        owner.expectOk("SELECT \"" + FOLDER + '"');
        owner.expectOk("STORE 1 +FLAGS.SILENT (\\Deleted)");
        owner.expectOk("EXPUNGE");
        assertThat(fetched(other, again)).isEqualTo("NIL");
        owner.expectOk("UNSELECT");
        owner.expectOk("DELETE \"" + FOLDER + '"');
        assertThat(fetched(other, again)).isEqualTo("NIL");
    }

    @Test
    void expire_is_honoured_to_the_second() {
        var now = Instant.parse("2026-03-03T10:00:00Z");
        var rump = BASE + ";EXPIRE=2026-03-03T11:00:00Z;URLAUTH=authuser";
        var url = references(InstantSource.fixed(now))
                .issue(stage.box, Actor.owner(stage.box.id()), Mechanism.INTERNAL, rump);
        assertThat(found(now.plusSeconds(3599), url)).isPresent();
        assertThat(found(now.plusSeconds(3600), url)).isEmpty();
        assertThat(found(now, url.replace("11:00:00Z", "12:00:00Z"))).isEmpty();
    }

    @Test
    void who_may_use_it_is_kept() {
        var references = references(InstantSource.system());
        var actor = Actor.owner(stage.box.id());
        var user = references.issue(stage.box, actor, Mechanism.INTERNAL, BASE + ";URLAUTH=user+cpm-pf");
        assertThat(references.find(new References.Visitor("cpm-pf", false), user))
                .isPresent();
        assertThat(references.find(new References.Visitor(ImapStage.USER, true), user))
                .isEmpty();
        var submit =
                references.issue(stage.box, actor, Mechanism.INTERNAL, BASE + ";URLAUTH=submit+tel%3A+15550100001");
        assertThat(references.find(new References.Visitor(ImapStage.USER, true), submit))
                .isPresent();
        assertThat(references.find(new References.Visitor(ImapStage.USER, false), submit))
                .isEmpty();
        assertThat(references.find(new References.Visitor(ImapStage.OTHER, true), submit))
                .isEmpty();
    }

    @Test
    void a_reference_outlives_the_server_that_made_it() {
        var actor = Actor.owner(stage.box.id());
        var url = references(InstantSource.system())
                .issue(stage.box, actor, Mechanism.OPAQUE, BASE + ";URLAUTH=authuser");
        assertThat(found(Instant.now(), url)).isPresent();
    }

    @Test
    void the_keys_of_a_folder_are_no_metadata() throws IOException {
        reference(";URLAUTH=authuser", "INTERNAL");
        var folder = stage.box.view().folder(new FolderPath(FOLDER)).orElseThrow();
        var entries = stage.box.view().annotations(Optional.of(folder.id()));
        assertThat(entries).hasSize(1);
        assertThat(entries.getFirst().entry()).startsWith(FolderKeys.PREFIX);
        assertThat(owner.expectOk("GETMETADATA (DEPTH infinity) \"" + FOLDER + "\" (/shared /private)")
                        .lines()
                        .toString())
                .doesNotContain("urlauth");
        for (var entry : new String[] {entries.getFirst().entry(), "/server"}) {
            var refused = owner.ask("SETMETADATA \"" + FOLDER + "\" (" + entry + " \"x\")");
            assertThat(refused.last()).doesNotStartWith("OK");
            assertThat(owner.ask("GETMETADATA (DEPTH infinity) \"" + FOLDER + "\" (" + entry + ")")
                            .toString())
                    .doesNotContain(entries.getFirst().value());
        }
        owner.expectOk("RESETKEY");
        assertThat(stage.box.view().annotations(Optional.of(folder.id()))).isEmpty();
    }

    @Test
    void who_watches_the_metadata_is_told_nothing_of_the_keys() throws IOException {
        try (var watcher = stage.login()) {
            watcher.expectOk("NOTIFY SET (personal (MailboxMetadataChange))");
            reference(";URLAUTH=authuser", "INTERNAL");
            owner.expectOk("SETMETADATA \"" + FOLDER + "\" (/private/comment \"x\")");
            assertThat(watcher.line()).contains("METADATA", "/private/comment").doesNotContain("/server");
        }
    }

    @Test
    void one_wrong_digit_is_enough_and_nothing_is_told() throws IOException {
        for (var mechanism : new String[] {"INTERNAL", "OPAQUE"}) {
            var url = reference(";URLAUTH=authuser", mechanism);
            for (int at = url.length() - 2; at > url.length() - 90; at -= 7) {
                char c = url.charAt(at);
                var wrong = url.substring(0, at) + (c == '1' ? '2' : '1') + url.substring(at + 1);
                assertThat(fetched(other, wrong)).isEqualTo("NIL");
            }
        }
    }

    @Test
    void a_box_that_is_gone_is_like_one_that_never_was() throws IOException {
        var url = reference(";URLAUTH=authuser", "OPAQUE");
        stage.store.erase(new BoxId(ImapStage.USER));
        assertThat(fetched(other, url)).isEqualTo("NIL");
    }

    private References references(InstantSource clock) {
        return new References(stage.store, clock, new SecureRandom());
    }

    private Optional<References.Found> found(Instant now, String url) throws StoreFailure {
        return references(InstantSource.fixed(now)).find(new References.Visitor(ImapStage.OTHER, false), url);
    }
}
