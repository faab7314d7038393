// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.requirements;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/// Storing, finding, moving and removing.
final class StorageTest extends Asked {
    @Test
    void s_01_each_object_is_reached_by_uid_by_url_and_by_path() throws IOException {
        for (var folder : List.of("RCSMessageStore/a", "RCSMessageStore/a/b", "Default/tel:+15550100042")) {
            imap.expectOk("CREATE " + folder);
            fill(folder, 34);
        }
        var all = new ArrayList<>(nms.everything());
        for (int i = 0; i < 100; i++) {
            var object = all.remove(random.nextInt(all.size()));
            var path = object.path("path").asText();
            var url = object.path("resourceURL").asText();
            int cut = path.lastIndexOf('/');
            imap.expectOk("EXAMINE " + path.substring(1, cut));
            var bytes = content(url);
            assertThat(idOf("objects", path).toString()).contains(url);
            var found = imap.expectOk("UID SEARCH SUBJECT " + subject(bytes))
                    .texts()
                    .toList();
            var uids = found.getFirst().replace("* SEARCH", "").strip().split(" ");
            var same = Arrays.stream(uids).anyMatch(uid -> Arrays.equals(body(uid), bytes));
            assertThat(same).as(path).isTrue();
        }
    }

    private static String subject(byte[] message) {
        return new String(message, UTF_8).replaceAll("(?s).*Subject: (\\S+).*", "$1");
    }

    private byte[] body(String uid) {
        try {
            return imap.expectOk("UID FETCH " + uid + " (BODY.PEEK[])")
                    .lines()
                    .getFirst()
                    .literals()
                    .getFirst();
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    @Test
    void s_02_a_part_is_fetched_alone_over_both_protocols() throws IOException {
        var multipart = """
                Subject: three
                Content-Type: multipart/mixed; boundary=x

                --x
                Content-Type: text/plain

                one
                --x
                Content-Type: image/png
                Content-Transfer-Encoding: base64

                iVBORw0KGgo=
                --x
                Content-Type: text/plain

                three
                --x--
                """.replace("\n", "\r\n").getBytes(UTF_8);
        imap.append("INBOX", "", multipart);
        imap.expectOk("SELECT INBOX");
        var part = imap.expectOk("FETCH 1 BODY.PEEK[2]")
                .lines()
                .getFirst()
                .literals()
                .getFirst();
        assertThat(new String(part, UTF_8)).isEqualTo("iVBORw0KGgo=");
        var parts = nms.everything().getFirst().path("payloadPart");
        assertThat(parts).hasSize(3);
        var png = nms.get(parts.get(1).path("href").asText()).expect(200).bytes();
        assertThat(png).isEqualTo(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
    }

    @Test
    void s_10_devices_that_edit_at_once_agree_in_the_end() throws Exception {
        fill("INBOX", 50);
        imap.expectOk("CREATE RCSMessageStore/kept");
        var devices = new ArrayList<Thread>();
        var failures = new ConcurrentLinkedQueue<Throwable>();
        var end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        for (int device = 0; device < 3; device++) {
            var choice = new Random(device);
            devices.add(Thread.ofVirtual().start(() -> edit(choice, end, failures)));
        }
        for (var device : devices) {
            device.join();
        }
        assertThat(failures).isEmpty();
        assertThat(picture()).isEqualTo(picture()).hasSize(50);
    }

    private void edit(Random choice, long end, Collection<Throwable> failures) {
        try (var device = login()) {
            while (System.nanoTime() < end) {
                boolean inbox = choice.nextBoolean();
                device.expectOk("SELECT " + (inbox ? "INBOX" : "RCSMessageStore/kept"));
                int uid = 1 + choice.nextInt(60);
                switch (choice.nextInt(3)) {
                    case 0 -> device.expectOk("UID STORE " + uid + " +FLAGS (\\Seen $d" + choice.nextInt(3) + ")");
                    case 1 -> device.expectOk("UID STORE " + uid + " -FLAGS (\\Seen)");
                    default -> device.expectOk("UID MOVE " + uid + (inbox ? " RCSMessageStore/kept" : " INBOX"));
                }
            }
        } catch (IOException | AssertionError failure) {
            failures.add(failure);
        }
    }

    /// Where each object is and how it is marked, as a new device sees it; over NMS it must be the same.
    private Map<String, String> picture() throws IOException {
        var all = new TreeMap<String, String>();
        try (var device = login()) {
            for (var folder : List.of("INBOX", "RCSMessageStore/kept")) {
                device.expectOk("EXAMINE " + folder);
                for (var line : device.expectOk("UID FETCH 1:* (FLAGS BODY.PEEK[HEADER])")
                        .lines()) {
                    var subject = subject(line.literals().getFirst());
                    all.merge(subject, folder + flags(line.text()), (one, two) -> "twice: " + one + ", " + two);
                }
            }
        }
        for (var object : nms.everything()) {
            var flags = new TreeSet<String>();
            object.path("flags").path("flag").forEach(flag -> flags.add(flag.asText()));
            flags.remove("\\Recent");
            var path = object.path("path").asText();
            assertThat(path.substring(1, path.lastIndexOf('/')) + flags)
                    .isEqualTo(
                            all.get(subject(content(object.path("resourceURL").asText()))));
        }
        return all;
    }

    private static Set<String> flags(String line) {
        var names = line.replaceAll(".*FLAGS \\(([^)]*)\\).*", "$1").split(" ");
        var flags = new TreeSet<>(Arrays.asList(names));
        flags.removeAll(List.of("", "\\Recent"));
        return flags;
    }

    @Test
    void s_21_a_thousand_objects_are_uploaded_at_once() throws IOException {
        fill("INBOX", 1_000);
        assertThat(imap.expectOk("STATUS INBOX (MESSAGES UIDNEXT)").texts())
                .containsExactly("* STATUS INBOX (MESSAGES 1000 UIDNEXT 1001)");
    }

    @Test
    void s_22_a_range_of_a_large_object_is_that_part_of_it() throws IOException {
        var body = new byte[50 * 1024 * 1024];
        Arrays.fill(body, (byte) 'x');
        for (int i = 0; i < body.length; i += 64) {
            body[i] = '\r';
            body[i + 1] = '\n';
            body[i + 2] = (byte) ('a' + i / 64 % 26);
        }
        var head = message("large", "");
        var whole = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        assertThat(imap.append("INBOX", "", whole).isOk()).isTrue();
        imap.expectOk("SELECT INBOX");
        int from = 33_000_000;
        var expected = Arrays.copyOfRange(whole, from, from + 65_536);
        assertThat(imap.expectOk("FETCH 1 BODY.PEEK[]<" + from + ".65536>")
                        .lines()
                        .getFirst()
                        .literals()
                        .getFirst())
                .isEqualTo(expected);
        var url = nms.everything().getFirst().path("resourceURL").asText();
        var range = nms.get(url + "/content", "Range", "bytes=" + from + "-" + (from + 65_535));
        assertThat(range.expect(206).bytes()).isEqualTo(expected);
    }

    @Test
    void s_24_and_c_07_a_list_in_pages_has_no_gap_and_nothing_twice_while_others_insert() throws Exception {
        fill("INBOX", 3_000);
        var adding = Thread.ofVirtual().start(() -> {
            try (var other = login()) {
                for (int i = 0; i < 200; i++) {
                    other.append("INBOX", "", message("new" + i, "x\r\n"));
                }
            } catch (IOException broken) {
                throw new AssertionError(broken);
            }
        });
        var seen = new ArrayList<String>();
        var cursor = "";
        do {
            var from = cursor.isEmpty() ? "" : ",\"fromCursor\":\"" + cursor + "\"";
            var page = nms.post(
                            nms.url("objects/operations/search"),
                            "{\"selectionCriteria\":{\"maxEntries\":100" + from + "}}")
                    .expect(200)
                    .json()
                    .path("objectList");
            page.path("object")
                    .forEach(object -> seen.add(object.path("resourceURL").asText()));
            cursor = page.path("cursor").asText("");
        } while (!cursor.isEmpty());
        adding.join();
        assertThat(new HashSet<>(seen)).hasSameSizeAs(seen);
        var old = nms.everything().stream()
                .filter(object -> !subject(contentOf(object)).startsWith("new"))
                .map(object -> object.path("resourceURL").asText())
                .toList();
        assertThat(seen).containsAll(old.subList(0, 100)).hasSizeBetween(3_000, 3_200);
    }

    private byte[] contentOf(JsonNode object) {
        try {
            return content(object.path("resourceURL").asText());
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    @Test
    void c_02_what_is_removed_is_gone_for_both() throws IOException {
        long uid = Long.parseLong(
                imap.append("INBOX", "(\\Deleted)", message("x", "x\r\n")).first(APPENDED));
        var url = nms.everything().getFirst().path("resourceURL").asText();
        imap.expectOk("SELECT INBOX");
        imap.expectOk("EXPUNGE");
        nms.get(url).expect(404);
        assertThat(imap.expectOk("UID FETCH " + uid + " (FLAGS)").lines()).isEmpty();
    }

    @Test
    void c_04_a_tree_of_folders_is_made_and_removed_over_both() throws IOException {
        imap.expectOk("CREATE RCSMessageStore/1/2/3/4/5/6");
        imap.append("RCSMessageStore/1/2/3/4/5/6", "", message("deep", "x\r\n"));
        var folder = idOf("folders", "/RCSMessageStore/1/2/3/4/5/6").toString();
        assertThat(folder).contains("/folders/");
        // with a folder below it stays as a node over IMAP: RFC 3501 §6.3.4; NMS removes the whole tree
        imap.expectOk("DELETE RCSMessageStore/1/2/3/4/5");
        assertThat(imap.expectOk("LIST \"\" RCSMessageStore/1/2/3/4/5").texts())
                .singleElement()
                .asString()
                .contains("\\Noselect");
        var top = idOf("folders", "/RCSMessageStore/1").findValue("resourceURL").asText();
        nms.delete(top).expect(204);
        assertThat(imap.expectOk("LIST \"\" RCSMessageStore/1*").lines()).isEmpty();
        nms.post(nms.url("objects/operations/search"), "{\"selectionCriteria\":{\"maxEntries\":1}}")
                .expect(204);
        var parent = "/RCSMessageStore";
        for (int level = 1; level <= 6; level++) {
            nms.post(
                            nms.url("folders"),
                            "{\"folder\":{\"parentFolderPath\":\"%s\",\"name\":\"%d\"}}".formatted(parent, level))
                    .expect(201);
            parent += "/" + level;
        }
        assertThat(imap.expectOk("LIST \"\" RCSMessageStore/*").lines()).hasSize(6);
        for (var name = parent.substring(1); name.contains("/"); name = name.substring(0, name.lastIndexOf('/'))) {
            imap.expectOk("DELETE " + name);
        }
        nms.get(nms.url("folders/operations/pathToId?path=/RCSMessageStore/1")).expect(404);
    }

    @Test
    void c_05_a_move_of_a_thousand_keeps_the_ids_and_tells_the_uids() throws IOException {
        fill("INBOX", 1_000);
        imap.expectOk("CREATE RCSMessageStore/kept");
        var before = nms.everything().stream()
                .map(object -> object.path("resourceURL").asText())
                .toList();
        imap.expectOk("SELECT INBOX");
        assertThat(imap.expectOk("UID MOVE 1:1000 RCSMessageStore/kept").texts())
                .anyMatch(line -> line.matches("\\* OK \\[COPYUID \\d+ 1:1000 1:1000].*"));
        assertThat(nms.everything().stream()
                        .map(object -> object.path("resourceURL").asText()))
                .containsExactlyInAnyOrderElementsOf(before);
        assertThat(imap.expectOk("STATUS INBOX (MESSAGES)").texts()).containsExactly("* STATUS INBOX (MESSAGES 0)");
    }
}
