// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.imap.james.ImapStage.message;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.satchel.imap.TestClient;
import org.satchel.imap.james.searching.Contexts;

/// Results that are followed, where a transcript does not say enough: order, limits, and that they stay right whatever
/// happens.
@Timeout(300)
class UpdatesTest {
    private static final List<String> SEARCHES = List.of(
            "ALL",
            "FLAGGED",
            "NOT SEEN SUBJECT even",
            "OR KEYWORD Work 2:3",
            "UID 4:*",
            "NOT UID *",
            "OLD UNFLAGGED",
            "OR SAVEDSINCE 1-Jan-2020 DELETED");
    private static final Pattern UPDATE = Pattern.compile("\\* ESEARCH \\(TAG \"(f\\d)\"\\) UID (.*)");
    private static final Pattern CHANGE = Pattern.compile("(ADDTO|REMOVEFROM) \\(0 ([0-9:,]+)\\)");

    private ImapStage stage;
    private TestClient acting;
    private TestClient watching;

    @BeforeEach
    void connect() throws IOException {
        stage = new ImapStage();
        acting = stage.login();
        watching = stage.login();
        for (int i = 1; i <= 4; i++) {
            acting.append("INBOX", message(i % 2 == 0 ? "even" : "odd", "text\r\n"));
        }
        acting.expectOk("CREATE Kept");
        acting.expectOk("SELECT INBOX");
        watching.expectOk("SELECT INBOX");
    }

    @AfterEach
    void disconnect() throws IOException {
        acting.close();
        watching.close();
        stage.close();
    }

    @Test
    void what_goes_is_told_before_its_number_and_what_comes_behind_it() throws IOException {
        watching.send("f1 SEARCH RETURN (UPDATE COUNT) SUBJECT even\r\n");
        assertThat(until("f1")).containsExactly("* ESEARCH (TAG \"f1\") COUNT 2");
        acting.expectOk("STORE 2 +FLAGS.SILENT (\\Deleted)");
        acting.expectOk("EXPUNGE");
        acting.append("INBOX", message("even", "text\r\n"));
        watching.send("f2 NOOP\r\n");
        assertThat(until("f2"))
                .filteredOn(line -> !line.endsWith("RECENT"))
                .containsExactly(
                        "* 5 EXISTS",
                        "* ESEARCH (TAG \"f1\") REMOVEFROM (0 2)",
                        "* 2 EXPUNGE",
                        "* ESEARCH (TAG \"f1\") ADDTO (0 4)");
    }

    // RFC 5267 §A.3
    @Test
    void what_is_gone_is_told_at_once_and_its_number_stays_until_it_may_change() throws IOException {
        watching.send("f1 SEARCH RETURN (UPDATE COUNT) ALL\r\n");
        until("f1");
        acting.expectOk("STORE 2 +FLAGS.SILENT (\\Deleted)");
        acting.expectOk("EXPUNGE");
        watching.send("f2 FETCH 4 (UID)\r\n");
        assertThat(until("f2")).containsExactly("* 4 FETCH (UID 4)", "* ESEARCH (TAG \"f1\") REMOVEFROM (0 2)");
        watching.send("f3 NOOP\r\n");
        assertThat(until("f3")).containsExactly("* 2 EXPUNGE");
        acting.expectOk("STORE 3 +FLAGS.SILENT (\\Deleted)");
        acting.expectOk("EXPUNGE");
        watching.send("f4 NOOP\r\n");
        assertThat(until("f4")).contains("* ESEARCH (TAG \"f1\") REMOVEFROM (0 3)", "* 3 EXPUNGE");
    }

    // RFC 5465 §7
    @Test
    void new_hits_are_fetched_and_what_became_one_by_its_flags_is_not() throws IOException {
        watching.send("f1 UID SEARCH RETURN (UPDATE (UID RFC822.SIZE)) FLAGGED\r\n");
        until("f1");
        acting.expectOk("STORE 1 +FLAGS.SILENT (\\Flagged)");
        acting.append("INBOX (\\Flagged)", message("odd", "text\r\n"));
        watching.send("f2 NOOP\r\n");
        assertThat(until("f2"))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("* 5 EXISTS"),
                        line -> assertThat(line).endsWith("RECENT"),
                        line -> assertThat(line).startsWith("* 1 FETCH (FLAGS "),
                        line -> assertThat(line).startsWith("* 5 FETCH (UID 5 RFC822.SIZE"),
                        line -> assertThat(line).isEqualTo("* ESEARCH (TAG \"f1\") UID ADDTO (0 1,5)"));
    }

    @Test
    void the_ninth_is_answered_but_not_followed() throws IOException {
        for (int i = 1; i <= Contexts.MOST; i++) {
            watching.send("f" + i + " SEARCH RETURN (UPDATE COUNT) ALL\r\n");
            assertThat(until("f" + i)).hasSize(1);
        }
        watching.send("g SEARCH RETURN (UPDATE COUNT) ALL\r\n");
        assertThat(until("g"))
                .containsExactly("* ESEARCH (TAG \"g\") COUNT 4", "* NO [NOUPDATE \"g\"] Too many contexts");
        watching.expectOk("CANCELUPDATE \"f3\" \"f4\"");
        watching.send("g SEARCH RETURN (UPDATE COUNT) ALL\r\n");
        assertThat(until("g")).hasSize(1);
    }

    @Test
    void a_tag_names_one_search_and_time_is_not_followed() throws IOException {
        watching.send("f1 SEARCH RETURN (UPDATE) FLAGGED\r\n");
        until("f1");
        watching.send("f1 UID SEARCH RETURN (UPDATE) ALL\r\n");
        assertThat(watching.line()).startsWith("f1 BAD");
        watching.send("f1 ESEARCH RETURN (UPDATE) ALL\r\n");
        assertThat(watching.line()).startsWith("f1 BAD");
        watching.send("f2 SEARCH RETURN (UPDATE COUNT) YOUNGER 60\r\n");
        assertThat(until("f2")).hasSize(2).last().asString().startsWith("* NO [NOUPDATE \"f2\"]");
        assertThat(watching.ask("SORT RETURN (UPDATE) (DATE) UTF-8 ALL").last()).startsWith("BAD");
        assertThat(watching.ask("CANCELUPDATE \"f1\" \"f2\"").last()).startsWith("NO");
        watching.expectOk("CANCELUPDATE \"f1\"");
    }

    @Test
    void esearch_names_the_folder_with_each_change() throws IOException {
        watching.send("f1 ESEARCH IN (selected) RETURN (UPDATE COUNT) FLAGGED\r\n");
        assertThat(until("f1")).isEmpty();
        acting.expectOk("STORE 1 +FLAGS.SILENT (\\Flagged)");
        watching.send("f2 NOOP\r\n");
        assertThat(until("f2"))
                .last()
                .asString()
                .matches("\\* ESEARCH \\(TAG \"f1\" MAILBOX \"INBOX\" UIDVALIDITY \\d+\\) UID ADDTO \\(0 1\\)");
        assertThat(watching.ask("ESEARCH IN (personal) RETURN (UPDATE) ALL").last())
                .startsWith("BAD");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatever_happens_they_stay_what_a_search_would_find(long seed) throws IOException {
        var random = new Random(seed);
        Map<String, Collection<Long>> followed = new HashMap<>();
        for (int i = 0; i < SEARCHES.size(); i++) {
            var tag = "f" + i;
            watching.send(tag + " UID SEARCH RETURN (UPDATE ALL) " + SEARCHES.get(i) + "\r\n");
            followed.put(tag, new TreeSet<>());
            for (var line : until(tag)) {
                if (line.contains(" ALL ")) {
                    followed.get(tag).addAll(numbers(line.substring(line.lastIndexOf(' ') + 1)));
                }
            }
        }
        // what these mean now they mean ever after
        for (int step = 0; step < 40; step++) {
            var client = random.nextInt(3) == 0 ? watching : acting;
            var command = command(random);
            client.send("x" + step + " " + command + "\r\n");
            if (command.startsWith("APPEND")) {
                assertThat(client.line()).startsWith("+");
                var text = message(random.nextBoolean() ? "even" : "odd ", "text\r\n");
                client.send(text + "\r\n");
            }
            var lines = until(client, "x" + step);
            if (client == watching) {
                follow(lines, followed);
            }
            if (random.nextBoolean()) {
                watching.send("y" + step + " NOOP\r\n");
                follow(until("y" + step), followed);
                for (int i = 0; i < SEARCHES.size(); i++) {
                    var search = SEARCHES.get(i).replace("Work 2:3", "Work UID 2:3");
                    watching.send("z UID SEARCH RETURN (ALL) " + search + "\r\n");
                    Collection<Long> found = new TreeSet<>();
                    for (var line : until("z")) {
                        if (line.contains(" ALL ")) {
                            found.addAll(numbers(line.substring(line.lastIndexOf(' ') + 1)));
                        }
                    }
                    assertThat(followed.get("f" + i))
                            .as("seed %d step %d after %s: %s", seed, step, command, search)
                            .isEqualTo(found);
                }
            }
        }
    }

    private static String command(Random random) {
        var number = random.nextInt(3) == 0 ? "*" : "1";
        var flags = List.of("(\\Flagged)", "(\\Seen)", "(Work)", "(\\Deleted)", "(\\Deleted \\Flagged)");
        var some = flags.get(random.nextInt(flags.size()));
        return switch (random.nextInt(8)) {
            case 0, 1 ->
                "APPEND INBOX " + some + " {" + message("even", "text\r\n").length() + "}";
            case 2 -> "EXPUNGE";
            case 3 -> "UID MOVE " + number + " Kept";
            case 4 -> "FETCH 1:* (FLAGS)";
            case 5 -> "UID STORE " + number + " -FLAGS " + some;
            case 6 -> "STORE 1:* FLAGS.SILENT " + some;
            default -> "UID STORE " + number + ",3:5 +FLAGS " + some;
        };
    }

    private static void follow(List<String> lines, Map<String, Collection<Long>> followed) {
        for (var line : lines) {
            Matcher update = UPDATE.matcher(line);
            if (update.matches()) {
                var change = CHANGE.matcher(update.group(2));
                while (change.find()) {
                    var result = followed.get(update.group(1));
                    var numbers = numbers(change.group(2));
                    boolean fits = change.group(1).equals("ADDTO")
                            ? numbers.stream().noneMatch(result::contains) && result.addAll(numbers)
                            : result.containsAll(numbers) && result.removeAll(numbers);
                    assertThat(fits).as(line).isTrue();
                }
            }
        }
    }

    private static List<Long> numbers(String set) {
        var numbers = new ArrayList<Long>();
        for (var range : set.split(",")) {
            var ends = range.split(":");
            for (long n = Long.parseLong(ends[0]); n <= Long.parseLong(ends[ends.length - 1]); n++) {
                numbers.add(n);
            }
        }
        return numbers;
    }

    private List<String> until(String tag) throws IOException {
        return until(watching, tag);
    }

    private static List<String> until(TestClient client, String tag) throws IOException {
        var lines = new ArrayList<String>();
        for (var line = client.line(); !line.startsWith(tag + " "); line = client.line()) {
            lines.add(line);
        }
        return lines;
    }
}
