// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.imap.james.ImapStage.message;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.imap.ImapLimits;
import org.satchel.imap.ImapServer;
import org.satchel.imap.ImapSettings;
import org.satchel.imap.Login;
import org.satchel.imap.TestClient;
import org.satchel.imap.james.grammar.Failures;
import org.satchel.imap.sasl.Plain;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.BoxTransaction;
import org.satchel.model.BoxView;
import org.satchel.model.Commit;
import org.satchel.model.Draft;
import org.satchel.model.FolderPath;
import org.satchel.model.ForwardingBox;
import org.satchel.model.ForwardingStore;
import org.satchel.model.Grant;
import org.satchel.model.MessageBox;
import org.satchel.model.MessageStore;
import org.satchel.model.PendingCommit;
import org.satchel.model.Quota;
import org.satchel.model.Right;
import org.satchel.model.ScanningFinder;
import org.satchel.model.StoreFailure;
import org.satchel.model.share.Shares;

/// The machine's word of each refusal, a test for each row of the table.
// CPM-MSG §14, RFC 5530
@Timeout(300)
class ResponseCodesTest {
    private final ImapStage stage = new ImapStage();
    private TestClient client;

    @BeforeEach
    void login() throws IOException {
        client = stage.login();
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void trycreate_for_a_target_that_is_not_there() throws IOException {
        client.append("INBOX", message("one", "1\r\n"));
        client.expectOk("SELECT INBOX");
        assertThat(client.append("nowhere", message("x", "x\r\n")).last()).startsWith("NO [TRYCREATE]");
        assertThat(client.ask("COPY 1 nowhere").last()).startsWith("NO [TRYCREATE]");
        assertThat(client.ask("UID COPY 1 nowhere").last()).startsWith("NO [TRYCREATE]");
        assertThat(client.ask("MOVE 1 nowhere").last()).startsWith("NO [TRYCREATE]");
    }

    @Test
    void alreadyexists_for_a_name_that_is_taken() throws IOException {
        client.expectOk("CREATE one");
        for (var command :
                List.of("CREATE one", "CREATE inbox", "CREATE Default", "RENAME INBOX one", "RENAME one one")) {
            assertThat(client.ask(command).last()).as(command).startsWith("NO [ALREADYEXISTS]");
        }
    }

    @Test
    void nonexistent_for_a_folder_that_is_not_there() throws IOException {
        for (var command : List.of(
                "SELECT nowhere",
                "EXAMINE nowhere",
                "DELETE nowhere",
                "RENAME nowhere elsewhere",
                "STATUS nowhere (MESSAGES)",
                "GETMETADATA nowhere /private/comment")) {
            assertThat(client.ask(command).last()).as(command).startsWith("NO [NONEXISTENT]");
        }
    }

    @Test
    void noperm_for_what_the_rules_of_cpm_forbid() throws IOException {
        assertThat(client.ask("CREATE \"Default/two words\"").last()).startsWith("NO [NOPERM]");
        assertThat(client.ask("SETMETADATA INBOX (/shared/vendor/oma/cpm-2.2/folder-type \"user\")")
                        .last())
                .startsWith("NO [NOPERM]");
    }

    @Test
    void noperm_for_what_no_grant_allows() throws IOException {
        stage.box.write(Actor.owner(stage.box.id()), tx -> {
            var folder = tx.createFolder(new FolderPath("shared")).id();
            tx.grant(new Grant(folder, ImapStage.OTHER, Right.parse("lr"), null));
        });
        var guest = new Actor(ImapStage.OTHER, "");
        var folder = stage.box.view().folder(new FolderPath("shared")).orElseThrow();
        try {
            stage.box.write(guest, tx -> tx.removeFolder(folder.id()));
        } catch (StoreFailure refused) {
            assertThat(Failures.code(refused)).isEqualTo("NOPERM");
            return;
        }
        throw new AssertionError("a guest has removed the folder");
    }

    @Test
    void cannot_for_what_nobody_can_do() throws IOException {
        for (var command : List.of(
                "DELETE Default", "DELETE INBOX", "RENAME RCSMessageStore here", "CREATE a//b", "CREATE \"x%y\"")) {
            assertThat(client.ask(command).last()).as(command).startsWith("NO [CANNOT]");
        }
        assertThat(client.append("Default", "From: a@b\r\n\r\n\0\r\n").last()).startsWith("NO [CANNOT]");
    }

    @Test
    void overquota_for_a_full_box_and_toobig_for_a_large_object() throws IOException {
        stage.box.write(Actor.owner(stage.box.id()), tx -> tx.setQuota(new Quota(1_000, 2)));
        assertThat(client.append("INBOX", message("large", "x".repeat(2_000) + "\r\n"))
                        .last())
                .startsWith("NO [OVERQUOTA]");
        client.append("INBOX", message("1", "1\r\n"));
        client.append("INBOX", message("2", "2\r\n"));
        assertThat(client.append("INBOX", message("3", "3\r\n")).last()).startsWith("NO [OVERQUOTA]");
        client.expectOk("SELECT INBOX");
        assertThat(client.ask("COPY 1 Default").last()).startsWith("NO [OVERQUOTA]");
        try (var small = new ImapStage(ImapLimits.DEFAULT.withObjectBytes(1_000, 10_000));
                var sender = small.login()) {
            assertThat(sender.expectOk("CAPABILITY").only()).contains("APPENDLIMIT=1000");
            assertThat(sender.append("INBOX", message("large", "x".repeat(2_000) + "\r\n"))
                            .last())
                    .startsWith("NO [TOOBIG]");
        }
    }

    @Test
    void limit_for_too_many_connections_folders_levels_and_keywords() throws IOException {
        try (var few = new ImapStage(ImapLimits.DEFAULT.withConnections(10, 1));
                var first = few.login();
                var second = few.connect()) {
            first.expectOk("NOOP");
            second.line();
            assertThat(second.ask("LOGIN " + ImapStage.USER + " " + ImapStage.PASSWORD)
                            .last())
                    .startsWith("NO [LIMIT]");
        }
        assertThat(client.ask("CREATE 1/2/3/4/5/6/7/8/9").last()).startsWith("NO [LIMIT]");
        client.append("INBOX", message("one", "1\r\n"));
        client.expectOk("SELECT INBOX");
        for (int word = 0; word < 64; word++) {
            client.expectOk("STORE 1 +FLAGS.SILENT (word" + word + ")");
        }
        assertThat(client.ask("STORE 1 +FLAGS.SILENT (last)").last()).startsWith("NO [LIMIT]");
    }

    @Test
    void unavailable_while_the_store_is_down_and_the_line_stays() throws IOException {
        var down = new AtomicBoolean();
        var store = new Failing(stage.store, down);
        var clock = InstantSource.system();
        Login login = (user, password) -> Optional.of(new BoxId(user));
        var engine = new JamesEngine(
                store,
                Shares.off(store, clock),
                new ScanningFinder(),
                login,
                List.of(new Plain(login)),
                ImapLimits.DEFAULT,
                clock);
        var settings = new ImapSettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new ImapSettings.Security.Clear(),
                ImapLimits.DEFAULT);
        try (var server = new ImapServer(settings, engine).start();
                var user = new TestClient(server.address()).login(ImapStage.USER, "any")) {
            user.append("INBOX", message("one", "1\r\n"));
            user.expectOk("SELECT INBOX");
            down.set(true);
            for (var command :
                    List.of("CREATE one", "STORE 1 +FLAGS (\\Seen)", "DELETE one", "STATUS Default (MESSAGES)")) {
                assertThat(user.ask(command).last()).as(command).startsWith("NO [UNAVAILABLE]");
            }
            assertThat(user.append("INBOX", message("two", "2\r\n")).last()).startsWith("NO [UNAVAILABLE]");
            down.set(false);
            user.expectOk("CREATE one");
            assertThat(user.expectOk("STATUS INBOX (MESSAGES)").only()).endsWith("(MESSAGES 1)");
        }
    }

    /// No command ever finds a folder locked, so none says INUSE.
    @Test
    void nothing_is_in_use_while_a_folder_is_renamed() throws Exception {
        client.expectOk("CREATE RCSMessageStore/a");
        client.append("RCSMessageStore/a", message("one", "1\r\n"));
        client.expectOk("SELECT RCSMessageStore/a");
        var renamer = new FutureTask<>(() -> {
            try (var other = stage.login()) {
                for (int round = 0; round < 50; round++) {
                    other.expectOk("RENAME RCSMessageStore/a RCSMessageStore/b");
                    other.expectOk("RENAME RCSMessageStore/b RCSMessageStore/a");
                }
            }
            return null;
        });
        Thread.ofVirtual().start(renamer);
        while (!renamer.isDone()) {
            assertThat(client.ask("STORE 1 +FLAGS (\\Seen)").last()).startsWith("OK");
            assertThat(client.ask("STORE 1 -FLAGS (\\Seen)").last()).startsWith("OK");
        }
        renamer.get();
        assertThat(client.expectOk("STATUS RCSMessageStore/a (MESSAGES)").only())
                .endsWith("(MESSAGES 1)");
    }

    /// EXPIRED needs a token, PRIVACYREQUIRED a line that can be secured: see `LoginsTest` of the server,
    /// [SecurityTest].
    @Test
    void authenticationfailed_for_a_bad_credential() throws IOException {
        try (var stranger = stage.connect()) {
            stranger.line();
            assertThat(stranger.ask("LOGIN " + ImapStage.USER + " wrong").last())
                    .startsWith("NO [AUTHENTICATIONFAILED]");
        }
    }

    @Test
    void metadata_has_words_of_its_own() throws IOException {
        var long_ = "x".repeat(65 * 1024);
        assertThat(client.ask("SETMETADATA INBOX (/private/comment {" + long_.length() + "+}\r\n" + long_ + ")")
                        .last())
                .startsWith("NO [METADATA MAXSIZE 65536]");
        client.expectOk("SETMETADATA INBOX (/private/comment \"twelve bytes\")");
        assertThat(client.expectOk("GETMETADATA (MAXSIZE 5) INBOX /private/comment")
                        .last())
                .startsWith("OK [METADATA LONGENTRIES 12]");
        // an entry that is not there is no failure
        assertThat(client.expectOk("GETMETADATA INBOX /private/unknown").only()).endsWith("(/private/unknown NIL)");
    }

    /// A store that can be told not to serve. Who opened the one below closes it.
    private static final class Failing extends ForwardingStore {
        private final AtomicBoolean down;

        Failing(MessageStore store, AtomicBoolean down) {
            super(store);
            this.down = down;
        }

        @Override
        protected MessageBox shown(MessageBox box) {
            return new FailingBox(box, down);
        }

        @Override
        public void close() {
            // see above
        }
    }

    private static final class FailingBox extends ForwardingBox {
        private final AtomicBoolean down;

        FailingBox(MessageBox box, AtomicBoolean down) {
            super(box);
            this.down = down;
        }

        @Override
        public BoxView view() {
            check();
            return box.view();
        }

        @Override
        public Commit write(Actor actor, Consumer<BoxTransaction> work) {
            check();
            return box.write(actor, work);
        }

        @Override
        public PendingCommit begin(Actor actor, Consumer<BoxTransaction> work) {
            check();
            return box.begin(actor, work);
        }

        @Override
        public Draft draft(InputStream content, long bytesMax) throws IOException {
            check();
            return box.draft(content, bytesMax);
        }

        private void check() {
            if (down.get()) {
                throw new StoreFailure.Unavailable("told so by a test");
            }
        }
    }
}
