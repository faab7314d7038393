// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.satchel.conformance.wire.ImapWire;
import org.satchel.conformance.wire.NmsWire;
import org.satchel.conformance.wire.ServerProcess;

/// One object, three ways in, two ways out.
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class IdentityTest {
    private static final Pattern UID = Pattern.compile("[( ]UID (\\d+)");
    private static final Pattern FLAGS = Pattern.compile("FLAGS \\(([^)]*)\\)");
    private static final Pattern MODSEQ = Pattern.compile("MODSEQ \\((\\d+)\\)");
    private static final Pattern HIGHEST = Pattern.compile("\\[HIGHESTMODSEQ (\\d+)]");
    private static final Pattern VALIDITY = Pattern.compile("\\[UIDVALIDITY (\\d+)]");

    private ServerProcess server;
    private ImapWire imap;
    private NmsWire nms;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        ServerProcess.account(folder, Way.ANN);
        ServerProcess.account(folder, Way.BEN);
        server = ServerProcess.start(folder, folder.resolveSibling(folder.getFileName() + ".log"));
        try (var first = ImapWire.login(server.face("imap"), Way.ANN)) {
            first.expectOk("CREATE " + Way.FOLDER);
        }
    }

    @AfterAll
    void stop() {
        assertThat(server.stop()).isZero();
    }

    @BeforeEach
    void connect() throws IOException {
        imap = ImapWire.login(server.face("imap"), Way.ANN);
        imap.expectOk("ENABLE QRESYNC");
        nms = new NmsWire(server.face("http"), Way.ANN);
    }

    @AfterEach
    void disconnect() throws IOException {
        imap.close();
        nms.close();
    }

    /// An object over IMAP.
    private record Fetched(long uid, List<String> flags, long modSeq, String text, List<byte[]> content) {}

    @ParameterizedTest
    @EnumSource
    void an_object_is_the_same_over_both_protocols(Way way) throws IOException {
        var deposit = way.deposit(server, "same-" + way);

        var fetched = fetch("same-" + way);
        var shown = object("same-" + way);

        var bytes = fetched.content().getFirst();
        assertThat(content(shown)).isEqualTo(bytes);
        assertThat(Arrays.copyOfRange(bytes, bytes.length - deposit.bytes().length, bytes.length))
                .isEqualTo(deposit.bytes());
        if (way != Way.SIP) {
            assertThat(bytes).isEqualTo(deposit.bytes());
        }
        assertThat(fetched.flags()).isEqualTo(deposit.flags());
        assertThat(flags(shown)).isEqualTo(deposit.flags());
        assertThat(shown.path("lastModSeq").asLong()).isEqualTo(fetched.modSeq());
        assertThat(shown.path("path").asText()).startsWith("/" + Way.FOLDER + "/");
    }

    @ParameterizedTest
    @EnumSource
    void s_29_flags_set_over_one_protocol_show_in_the_other(Way way) throws IOException {
        way.deposit(server, "flags-" + way);
        var fetched = fetch("flags-" + way);
        var url = object("flags-" + way).path("resourceURL").asText();

        imap.expectOk("SELECT " + Way.FOLDER);
        imap.expectOk("UID STORE " + fetched.uid() + " FLAGS (\\Answered $Forwarded)");
        same("flags-" + way, List.of("$Forwarded", "\\Answered"));

        nms.put(url + "/flags/%5CSeen").expect(201);
        nms.delete(url + "/flags/%5CAnswered").expect(204);
        same("flags-" + way, List.of("$Forwarded", "\\Seen"));
        assertThat(fetch("flags-" + way).modSeq()).isGreaterThan(fetched.modSeq());
    }

    @ParameterizedTest
    @EnumSource
    void s_12_an_idle_session_and_a_long_poll_are_both_woken(Way way) throws Exception {
        imap.expectOk("SELECT " + Way.FOLDER);
        imap.idle();
        var channel = nms.listen();
        var poll = nms.poll(channel);

        way.deposit(server, "wake-" + way);

        assertThat(imap.awaitLine(line -> line.endsWith(" EXISTS"))).matches("\\* \\d+ EXISTS");
        var told = poll.get(120, TimeUnit.SECONDS).expect(200).json();
        imap.done();
        var shown = object("wake-" + way);
        var event = told.at("/notificationList/0/nmsEventList/nmsEvent/0/changedObject");
        assertThat(event.path("resourceURL").asText())
                .isEqualTo(shown.path("resourceURL").asText());
        assertThat(event.path("lastModSeq").asLong())
                .isEqualTo(fetch("wake-" + way).modSeq());
    }

    @ParameterizedTest
    @EnumSource
    void what_nms_deletes_is_told_as_vanished(Way way) throws IOException {
        way.deposit(server, "nms-gone-" + way);
        var fetched = fetch("nms-gone-" + way);
        var selected = imap.expectOk("SELECT " + Way.FOLDER);
        imap.idle();

        nms.delete(object("nms-gone-" + way).path("resourceURL").asText()).expect(204);

        assertThat(imap.awaitLine(line -> line.startsWith("* VANISHED"))).isEqualTo("* VANISHED " + fetched.uid());
        imap.done();
        // A client that was away learns it when it comes back. RFC 7162 §3.2.5
        imap.expectOk("UNSELECT");
        var back = imap.expectOk(
                "SELECT %s (QRESYNC (%s %s))".formatted(Way.FOLDER, selected.first(VALIDITY), selected.first(HIGHEST)));
        assertThat(back.texts()).contains("* VANISHED (EARLIER) " + fetched.uid());
        assertThat(imap.expectOk("UID FETCH " + fetched.uid() + " (FLAGS)").lines())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void what_imap_expunges_is_told_as_deleted_object(Way way) throws Exception {
        way.deposit(server, "imap-gone-" + way);
        var fetched = fetch("imap-gone-" + way);
        var url = object("imap-gone-" + way).path("resourceURL").asText();
        imap.expectOk("SELECT " + Way.FOLDER);
        imap.expectOk("UID STORE " + fetched.uid() + " +FLAGS.SILENT (\\Deleted)");
        var channel = nms.listen();
        var poll = nms.poll(channel);

        imap.expectOk("UID EXPUNGE " + fetched.uid());

        var told = poll.get(120, TimeUnit.SECONDS).expect(200).json();
        assertThat(told.at("/notificationList/0/nmsEventList/nmsEvent/0/deletedObject/resourceURL")
                        .asText())
                .as("%s", told)
                .isEqualTo(url);
        nms.get(url).expect(404);
        nms.get(url + "/content").expect(404);
    }

    /// RFC 6851 §3, CPM-MSG §4.1: recorded objects move with their conversation
    @Test
    void a_move_over_imap_keeps_the_object_in_nms() throws IOException {
        Way.SIP.deposit(server, "moved");
        var fetched = fetch("moved");
        var url = object("moved").path("resourceURL").asText();

        imap.expectOk("RENAME " + Way.FOLDER + " RCSMessageStore/" + Way.BEN);
        var kept = nms.get(url).expect(200).json().path("object");
        imap.expectOk("SELECT RCSMessageStore/" + Way.BEN);
        var answer = imap.expectOk("UID MOVE " + fetched.uid() + " RCSMessageStore");
        imap.expectOk("RENAME RCSMessageStore/" + Way.BEN + " " + Way.FOLDER); // the other tests' conversation

        assertThat(kept.path("path").asText()).startsWith("/RCSMessageStore/" + Way.BEN + "/");
        assertThat(answer.toString()).containsPattern("\\[COPYUID \\d+ " + fetched.uid() + " \\d+]");
        var shown = nms.get(url).expect(200).json().path("object");
        assertThat(shown.path("path").asText()).matches("/RCSMessageStore/[^/]+");
        assertThat(content(shown)).isEqualTo(fetched.content().getFirst());
    }

    private void same(String name, List<String> flags) throws IOException {
        var fetched = fetch(name);
        var shown = object(name);
        assertThat(fetched.flags()).isEqualTo(flags);
        assertThat(flags(shown)).isEqualTo(flags);
        assertThat(shown.path("lastModSeq").asLong()).isEqualTo(fetched.modSeq());
    }

    private Fetched fetch(String name) throws IOException {
        try (var fresh = ImapWire.login(server.face("imap"), Way.ANN)) {
            fresh.expectOk("EXAMINE " + Way.FOLDER + " (CONDSTORE)");
            for (var line : fresh.expectOk("UID FETCH 1:* (UID FLAGS MODSEQ BODY.PEEK[])")
                    .lines()) {
                if (!line.literals().isEmpty() && new String(line.literals().getFirst(), UTF_8).contains("— " + name)) {
                    return new Fetched(
                            Long.parseLong(group(UID, line.text())),
                            flags(Arrays.asList(group(FLAGS, line.text()).split(" "))),
                            Long.parseLong(group(MODSEQ, line.text())),
                            line.text(),
                            line.literals());
                }
            }
        }
        throw new AssertionError("no object " + name + " over IMAP");
    }

    private JsonNode object(String name) throws IOException {
        for (var object : nms.everything()) {
            if (new String(content(object), UTF_8).contains("— " + name)) {
                return object;
            }
        }
        throw new AssertionError("no object " + name + " over NMS");
    }

    private byte[] content(JsonNode object) throws IOException {
        return nms.get(object.path("resourceURL").asText() + "/content")
                .expect(200)
                .bytes();
    }

    private static List<String> flags(JsonNode object) {
        var names = new TreeSet<String>();
        object.path("flags").path("flag").forEach(flag -> names.add(flag.asText()));
        return flags(List.copyOf(names));
    }

    private static List<String> flags(List<String> names) {
        return names.stream()
                .filter(flag -> !flag.isEmpty() && !flag.equals("\\Recent"))
                .sorted()
                .toList();
    }

    private static String group(Pattern pattern, String text) {
        var match = pattern.matcher(text);
        if (!match.find()) {
            throw new AssertionError("no " + pattern + " in " + text);
        }
        return match.group(1);
    }
}
