// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.imap.james.ImapStage.message;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.imap.ImapExtension;
import org.satchel.imap.ImapLimits;
import org.satchel.imap.ImapSettings;
import org.satchel.imap.TestClient;
import org.satchel.imap.james.grammar.Dialect;
import org.satchel.imap.james.grammar.Profile;
import org.satchel.model.Actor;
import org.satchel.model.FlagEdit;
import org.satchel.model.Flags;
import org.satchel.model.FolderPath;
import org.satchel.model.Uid;

/// A client that said with NOTIFY what it wants to know is told that, at any time, and nothing else.
// RFC 5465, requirement S-12
@Timeout(300)
class NotifyTest {
    private static final String ALL = "(MessageNew MessageExpunge FlagChange)";

    @Test
    void the_selected_folder_is_told_of_while_no_command_runs() throws IOException {
        try (var stage = new ImapStage();
                var watcher = stage.login();
                var other = stage.login()) {
            watcher.expectOk("SELECT INBOX");
            watcher.expectOk("NOTIFY SET (selected (MessageNew (UID RFC822.SIZE) MessageExpunge FlagChange))");
            other.append("INBOX (\\Seen)", message("one", "1\r\n"));
            assertThat(watcher.line()).isEqualTo("* 1 EXISTS");
            assertThat(watcher.line()).isEqualTo("* 1 RECENT");
            assertThat(watcher.line()).matches("\\* 1 FETCH \\(UID 1 RFC822.SIZE \\d+\\)");
            other.expectOk("SELECT INBOX");
            other.expectOk("STORE 1 +FLAGS (\\Deleted)");
            assertThat(watcher.line()).isEqualTo("* 1 FETCH (UID 1 FLAGS (\\Deleted \\Recent \\Seen))");
            other.expectOk("EXPUNGE");
            assertThat(watcher.line()).isEqualTo("* 1 EXPUNGE");
            // and the line still answers
            assertThat(watcher.expectOk("UID SEARCH ALL").lines()).containsExactly("* SEARCH");
        }
    }

    @Test
    void reading_what_is_new_for_a_client_does_not_make_it_seen() throws IOException {
        try (var stage = new ImapStage();
                var watcher = stage.login();
                var other = stage.login()) {
            watcher.expectOk("SELECT INBOX");
            watcher.expectOk("NOTIFY SET (selected (MessageNew (BODY[TEXT]) MessageExpunge))");
            other.append("INBOX", message("one", "1\r\n"));
            assertThat(List.of(watcher.line(), watcher.line(), watcher.line()))
                    .containsExactly("* 1 EXISTS", "* 1 RECENT", "* 1 FETCH (BODY[TEXT] {3}\r\n1\r\n)");
            assertThat(watcher.expectOk("FETCH 1 (FLAGS)").only()).isEqualTo("* 1 FETCH (FLAGS (\\Recent))");
        }
    }

    @Test
    void what_the_session_did_itself_it_is_not_told() throws IOException {
        try (var stage = new ImapStage();
                var watcher = stage.login();
                var other = stage.login()) {
            watcher.expectOk("SELECT INBOX");
            watcher.expectOk("NOTIFY SET (selected (MessageNew (UID) MessageExpunge FlagChange)) (personal "
                    + "(MessageNew MessageExpunge FlagChange MailboxName SubscriptionChange))");
            assertThat(watcher.expectOk("CREATE Mine").lines()).isEmpty();
            assertThat(watcher.append("Mine", message("one", "1\r\n")).lines()).isEmpty();
            assertThat(watcher.expectOk("SUBSCRIBE Mine").lines()).isEmpty();
            assertThat(watcher.append("INBOX", message("two", "2\r\n")).lines())
                    .containsExactly("* 1 EXISTS", "* 1 RECENT");
            assertThat(watcher.expectOk("STORE 1 +FLAGS.SILENT (\\Seen)").lines())
                    .isEmpty();
            other.append("Mine", message("three", "3\r\n"));
            assertThat(watcher.line()).startsWith("* STATUS Mine (MESSAGES 2 UIDNEXT 3 UIDVALIDITY ");
        }
    }

    @Test
    void one_line_tells_of_many_folders_and_each_of_them_once() throws IOException {
        int folders = 300;
        try (var stage = new ImapStage();
                var watcher = stage.login();
                var other = stage.login()) {
            watcher.expectOk("NOTIFY SET (subtree Work " + ALL + ") (personal NONE)");
            watcher.send("a APPEND INBOX {1}\r\n");
            assertThat(watcher.line()).startsWith("+");
            // while this command waits for its literal nothing may be said
            for (int i = 0; i < folders; i++) {
                other.expectOk("CREATE Work/" + i);
                other.append("Work/" + i, message("one", "1\r\n"));
                other.append("Work/" + i, message("two", "2\r\n"));
            }
            other.expectOk("CREATE Elsewhere");
            other.append("Elsewhere", message("one", "1\r\n"));
            watcher.send("x\r\n");
            var told = watcher.replyTo("a");
            assertThat(told.last()).startsWith("OK");
            assertThat(told.lines())
                    .hasSize(folders)
                    .allMatch(it -> it.matches("\\* STATUS Work/\\d+ \\(MESSAGES 2 UIDNEXT 3 UIDVALIDITY \\d+\\)"));
            assertThat(told.lines()).doesNotHaveDuplicates();
        }
    }

    @Test
    void names_are_told_with_the_ones_that_the_client_knew() throws IOException {
        try (var stage = new ImapStage();
                var watcher = stage.login();
                var other = stage.login()) {
            other.expectOk("CREATE Work/a/b");
            watcher.expectOk("NOTIFY SET (personal (MailboxName SubscriptionChange))");
            watcher.send("a APPEND INBOX {1}\r\n");
            watcher.line();
            other.expectOk("RENAME Work/a Work/c");
            other.expectOk("RENAME Work/c Work/d");
            other.expectOk("CREATE Unseen");
            other.expectOk("RENAME Unseen Seen");
            other.expectOk("CREATE Gone");
            other.expectOk("DELETE Gone");
            other.expectOk("SUBSCRIBE Nowhere");
            watcher.send("x\r\n");
            assertThat(watcher.replyTo("a").lines())
                    .containsExactlyInAnyOrder(
                            "* LIST (\\HasChildren) \"/\" \"Work/d\" (\"OLDNAME\" (\"Work/a\"))",
                            "* LIST (\\HasNoChildren) \"/\" \"Work/d/b\" (\"OLDNAME\" (\"Work/a/b\"))",
                            "* LIST (\\HasNoChildren) \"/\" \"Seen\"",
                            "* LIST (\\NonExistent \\Subscribed) \"/\" \"Nowhere\"");
            other.expectOk("DELETE Work/d");
            assertThat(watcher.line()).isEqualTo("* LIST (\\Noselect \\HasChildren) \"/\" \"Work/d\"");
            assertThat(watcher.line()).isEqualTo("* LIST (\\HasChildren) \"/\" \"Work\"");
            other.expectOk("UNSUBSCRIBE Nowhere");
            assertThat(watcher.line()).isEqualTo("* LIST (\\NonExistent) \"/\" \"Nowhere\"");
        }
    }

    @Test
    void the_subscribed_ones_are_those_that_are_subscribed_now() throws IOException {
        try (var stage = new ImapStage();
                var watcher = stage.login();
                var other = stage.login()) {
            other.expectOk("CREATE Work");
            watcher.expectOk("NOTIFY SET (subscribed " + ALL + ")");
            other.append("Work", message("one", "1\r\n"));
            assertThat(watcher.expectOk("NOOP").lines()).isEmpty();
            other.expectOk("SUBSCRIBE Work");
            other.append("Work", message("two", "2\r\n"));
            assertThat(watcher.line()).startsWith("* STATUS Work (MESSAGES 2 ");
        }
    }

    @Test
    void numbers_stay_right_for_who_is_not_told() throws IOException {
        try (var stage = new ImapStage();
                var quiet = stage.login();
                var other = stage.login()) {
            for (int i = 1; i <= 4; i++) {
                quiet.append("INBOX", message("m" + i, i + "\r\n"));
            }
            quiet.expectOk("SELECT INBOX");
            quiet.expectOk("NOTIFY SET (personal (MailboxName))");
            other.expectOk("SELECT INBOX");
            other.expectOk("STORE 2 +FLAGS (\\Deleted)");
            other.expectOk("EXPUNGE");
            other.append("INBOX", message("m5", "5\r\n"));
            assertThat(quiet.expectOk("NOOP").lines()).isEmpty();
            assertThat(quiet.expectOk("FETCH 1:* (UID)").lines())
                    .containsExactly("* 1 FETCH (UID 1)", "* 3 FETCH (UID 3)", "* 4 FETCH (UID 4)");
            // what it takes out itself it is told, and with it what moves the numbers
            quiet.expectOk("STORE 3 +FLAGS.SILENT (\\Deleted)");
            assertThat(quiet.expectOk("EXPUNGE").lines())
                    .containsExactly("* 5 EXISTS", "* 2 EXPUNGE", "* 2 EXPUNGE", "* 3 RECENT");
            assertThat(quiet.expectOk("FETCH 1:* (UID)").lines())
                    .containsExactly("* 1 FETCH (UID 1)", "* 2 FETCH (UID 4)", "* 3 FETCH (UID 5)");
            other.append("INBOX", message("m6", "6\r\n"));
            assertThat(quiet.expectOk("NOTIFY SET (selected (MessageNew MessageExpunge))")
                            .lines())
                    .contains("* 4 EXISTS");
        }
    }

    @Test
    void removals_wait_for_a_command_when_the_client_wants_it_so() throws IOException {
        try (var stage = new ImapStage();
                var watcher = stage.login();
                var other = stage.login()) {
            for (int i = 1; i <= 3; i++) {
                watcher.append("INBOX", message("m" + i, i + "\r\n"));
            }
            watcher.expectOk("SELECT INBOX");
            watcher.expectOk("NOTIFY SET (selected-delayed " + ALL + ") (mailboxes Default " + ALL + ")");
            other.expectOk("SELECT INBOX");
            other.expectOk("UID STORE 1 +FLAGS.SILENT (\\Deleted)");
            assertThat(watcher.line()).isEqualTo("* 1 FETCH (UID 1 FLAGS (\\Deleted \\Recent))");
            other.expectOk("EXPUNGE");
            other.append("Default", message("x", "x\r\n"));
            assertThat(watcher.line()).startsWith("* STATUS Default (MESSAGES 1 ");
            assertThat(watcher.expectOk("FETCH 3 (UID)").lines()).containsExactly("* 3 FETCH (UID 3)");
            assertThat(watcher.expectOk("NOOP").lines()).containsExactly("* 1 EXPUNGE");
        }
    }

    @Test
    void who_fell_behind_the_log_is_told_so_and_nothing_more() throws IOException {
        try (var stage = new ImapStage();
                var watcher = stage.login();
                var other = stage.login()) {
            watcher.expectOk("NOTIFY SET (personal " + ALL + ")");
            watcher.send("a APPEND Default {1}\r\n");
            watcher.line();
            other.append("INBOX", message("one", "1\r\n"));
            other.append("INBOX", message("two", "2\r\n"));
            stage.box.write(
                    Actor.owner(stage.box.id()), tx -> tx.purgeHistory(tx.view().modSeq()));
            watcher.send("x\r\n");
            assertThat(watcher.replyTo("a").lines())
                    .singleElement()
                    .asString()
                    .startsWith("* OK [NOTIFICATIONOVERFLOW]");
            other.append("INBOX", message("three", "3\r\n"));
            assertThat(watcher.expectOk("NOOP").lines()).isEmpty();
            assertThat(watcher.expectOk("NOTIFY SET STATUS (mailboxes INBOX " + ALL + ")")
                            .only())
                    .startsWith("* STATUS INBOX (MESSAGES 3 ");
        }
    }

    @Test
    void what_the_server_or_the_recorder_writes_is_told_in_idle_too() throws IOException {
        try (var stage = new ImapStage();
                var watcher = stage.login()) {
            watcher.append("Default", message("one", "1\r\n"));
            watcher.expectOk("SELECT INBOX");
            watcher.expectOk("ENABLE CONDSTORE");
            watcher.expectOk("NOTIFY SET (selected " + ALL + ") (personal " + ALL + ")");
            watcher.send("a IDLE\r\n");
            assertThat(watcher.line()).isEqualTo("+ Idling");
            stage.box.write(Actor.owner(stage.box.id()), tx -> {
                var folder = tx.folder(new FolderPath("Default")).orElseThrow();
                tx.flag(folder.id(), List.of(Uid.FIRST), FlagEdit.add(Flags.of(Flags.SEEN)), null);
            });
            assertThat(watcher.line())
                    .matches("\\* STATUS Default \\(MESSAGES 1 UIDNEXT 2 UIDVALIDITY \\d+ HIGHESTMODSEQ \\d+\\)");
            watcher.send("DONE\r\n");
            assertThat(watcher.replyTo("a").last()).startsWith("OK");
        }
    }

    @Test
    void an_unselected_folder_is_told_of_as_any_other() throws IOException {
        try (var stage = new ImapStage();
                var watcher = stage.login();
                var other = stage.login()) {
            watcher.expectOk("SELECT INBOX");
            watcher.expectOk("NOTIFY SET (selected " + ALL + ") (inboxes " + ALL + ")");
            watcher.expectOk("UNSELECT");
            other.append("INBOX", message("one", "1\r\n"));
            assertThat(watcher.line()).startsWith("* STATUS INBOX (MESSAGES 1 ");
            watcher.expectOk("EXAMINE INBOX");
            other.append("INBOX", message("two", "2\r\n"));
            assertThat(watcher.line()).isEqualTo("* 2 EXISTS");
        }
    }

    @Test
    void a_stranger_on_the_line_inherits_no_wishes() throws IOException {
        try (var stage = new ImapStage();
                var watcher = stage.login();
                var other = stage.login()) {
            watcher.expectOk("NOTIFY SET (personal " + ALL + ")");
            watcher.expectOk("UNAUTHENTICATE");
            watcher.expectOk("LOGIN " + ImapStage.OTHER + " " + ImapStage.PASSWORD);
            other.append("INBOX", message("one", "1\r\n"));
            assertThat(watcher.expectOk("NOOP").lines()).isEmpty();
        }
    }

    @Test
    void entries_that_changed_are_named_where_metadata_is_served() throws IOException {
        try (var stage = new ImapStage();
                var watcher = stage.login()) {
            watcher.expectOk("NOTIFY SET (personal (MailboxMetadataChange ServerMetadataChange))");
            stage.box.write(Actor.owner(stage.box.id()), tx -> {
                var inbox = tx.folder(FolderPath.INBOX).orElseThrow();
                tx.annotate(inbox.id(), "/shared/comment", "", "x");
                tx.annotate(inbox.id(), "/private/comment", "somebody else", "y");
                tx.annotate(null, "/shared/admin", "", "z");
            });
            assertThat(watcher.line()).isEqualTo("* METADATA \"INBOX\" /shared/comment");
            assertThat(watcher.line()).isEqualTo("* METADATA \"\" /shared/admin");
        }
        var profile = new Profile(Dialect.CPM, Set.of(ImapExtension.NOTIFY));
        try (var stage = new ImapStage(ImapLimits.DEFAULT, new ImapSettings.Security.Clear(), profile);
                var watcher = stage.login()) {
            assertThat(watcher.ask("NOTIFY SET (personal (MailboxMetadataChange))")
                            .last())
                    .startsWith("NO [BADEVENT (MessageNew MessageExpunge FlagChange MailboxName SubscriptionChange)]");
        }
    }

    @Test
    void what_makes_no_sense_is_refused_and_changes_nothing() throws IOException {
        try (var stage = new ImapStage();
                var watcher = stage.login();
                var other = stage.login()) {
            watcher.expectOk("NOTIFY SET (mailboxes (Default \"INBOX\") " + ALL + ")");
            for (var arguments : List.of(
                    "",
                    " SET",
                    " ALL",
                    " NONE SET",
                    " SET ()",
                    " SET (personal)",
                    " SET (personal ())",
                    " SET (everybody " + ALL + ")",
                    " SET (subtree " + ALL + ")",
                    " SET (subtree () " + ALL + ")",
                    " SET (mailboxes &bad " + ALL + ")",
                    " SET (selected " + ALL + ") (selected NONE)",
                    " SET (selected (MessageNew (FOO) MessageExpunge))",
                    " SET (selected (MessageNew (PREVIEW) MessageExpunge))",
                    " SET (selected (MessageNew MessageExpunge (UID)))",
                    " SET (personal " + ALL)) {
                assertThat(watcher.ask("NOTIFY" + arguments).last())
                        .as(arguments)
                        .startsWith("BAD");
            }
            assertThat(watcher.ask("NOTIFY SET (personal (CalendarChange))").last())
                    .startsWith("NO [BADEVENT (");
            var names = new StringBuilder();
            for (int i = 0; i < 1_001; i++) {
                names.append(i == 0 ? "" : " ").append("n").append(i);
            }
            assertThat(watcher.ask("NOTIFY SET (mailboxes (" + names + ") " + ALL + ")")
                            .last())
                    .startsWith("NO [NOTIFICATIONOVERFLOW]");
            other.append("Default", message("one", "1\r\n"));
            assertThat(watcher.line()).startsWith("* STATUS Default (MESSAGES 1 ");
        }
        try (var stage = new ImapStage();
                TestClient stranger = stage.connect()) {
            stranger.line();
            assertThat(stranger.ask("NOTIFY NONE").last()).startsWith("NO");
        }
    }

    // RFC 5465 §5.4
    @Test
    void the_folder_above_one_that_comes_or_goes_is_told_anew() throws IOException {
        try (var stage = new ImapStage();
                var watcher = stage.login();
                var other = stage.login()) {
            other.expectOk("CREATE Work");
            watcher.expectOk("NOTIFY SET (subtree Work (MailboxName))");
            other.expectOk("CREATE Work/Below");
            assertThat(List.of(watcher.line(), watcher.line()))
                    .containsExactly(
                            "* LIST (\\HasNoChildren) \"/\" \"Work/Below\"", "* LIST (\\HasChildren) \"/\" \"Work\"");
            other.expectOk("DELETE Work/Below");
            assertThat(List.of(watcher.line(), watcher.line()))
                    .containsExactly(
                            "* LIST (\\NonExistent) \"/\" \"Work/Below\"", "* LIST (\\HasNoChildren) \"/\" \"Work\"");
        }
    }
}
