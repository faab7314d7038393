// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.Actor;
import org.satchel.model.Deposit;
import org.satchel.model.Flags;
import org.satchel.model.FolderPath;
import org.satchel.model.Kind;
import org.satchel.model.StoredObject;

/// What a message becomes in a box, seen from the wire to the store.
@Timeout(300)
class RecordingTest {
    private static final String ALICES_FOLDER = "Default/tel:" + Sample.BOB;
    private static final String BOBS_FOLDER = "Default/tel:" + Sample.ALICE;

    private final Rig rig = new Rig(Relay.NONE);

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void s_19_a_message_between_two_local_users_is_in_both_boxes_byte_for_byte() throws Exception {
        var cpim = Sample.cpim("m-0451", "Lunch at 12? 🍜");

        assertThat(rig.send(Sample.message(Sample.ALICE, Sample.BOB, cpim)).status())
                .isEqualTo(200);

        var sent = only(ALICES_FOLDER);
        var received = onlyOfBob(BOBS_FOLDER);
        assertThat(rig.body(Rig.ALICE, sent)).isEqualTo(Octets.of(cpim));
        assertThat(rig.body(Rig.BOB, received)).isEqualTo(Octets.of(cpim));
        assertThat(sent.entry().flags()).isEqualTo(Flags.of(Flags.SEEN));
        assertThat(received.entry().flags()).isEqualTo(Flags.NONE);
        assertThat(sent.entry().kind()).isEqualTo(Kind.PAGER_MESSAGE);
        assertThat(received.summary().preview()).isEqualTo("Lunch at 12? 🍜");
    }

    @Test
    void an_object_has_the_header_fields_of_cpm_in_their_order() throws Exception {
        var sample = Sample.message(Sample.ALICE, Sample.BOB, Sample.cpim("m-0451", "hi"))
                .with("Subject", "Grüße vom See, die nicht in eine Zeile passen wollen und darum geteilt werden müssen")
                .with("InReplyTo-Contribution-ID", "k-0")
                .with("Contribution-ID", "k-901")
                .with("Accept-Contact", "*;+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.msg\"");

        assertThat(rig.send(sample).status()).isEqualTo(200);

        var lines = header(only(ALICES_FOLDER));
        assertThat(lines.stream().map(line -> line.substring(0, line.indexOf(':'))))
                .containsExactly(
                        "From",
                        "To",
                        "Date",
                        "Subject",
                        "P-Asserted-Service",
                        "Conversation-ID",
                        "Contribution-ID",
                        "InReplyTo-Contribution-ID",
                        "Accept-Contact",
                        "IMDN-Message-ID",
                        "Message-Direction",
                        "Message-ID",
                        "MIME-Version",
                        "Content-Type",
                        "Content-Transfer-Encoding");
        assertThat(lines)
                .contains(
                        "From: tel:" + Sample.ALICE,
                        "To: tel:" + Sample.BOB,
                        "Date: Tue, 03 Mar 2026 09:14:07 +0100",
                        "P-Asserted-Service: urn:urn-7:3gpp-service.ims.icsi.oma.cpm.msg",
                        "Conversation-ID: c-77",
                        "Contribution-ID: k-901",
                        "InReplyTo-Contribution-ID: k-0",
                        "IMDN-Message-ID: m-0451",
                        "Message-Direction: sent",
                        "MIME-Version: 1.0",
                        "Content-Type: message/cpim",
                        "Content-Transfer-Encoding: 8bit");
        assertThat(only(ALICES_FOLDER).summary().attribute("Subject"))
                .hasValue("Grüße vom See, die nicht in eine Zeile passen wollen und darum geteilt werden müssen");
        assertThat(header(rig.bytes(Rig.BOB, onlyOfBob(BOBS_FOLDER)))).contains("Message-Direction: received");
    }

    @Test
    void a_subject_cannot_smuggle_in_a_header() throws Exception {
        var cpim = Sample.cpim("m-1", "x")
                .replaceFirst("NS:", "Subject: free\\\\u000d\\\\u000aMessage-Direction: received\r\nNS:");

        assertThat(rig.send(Sample.message(Sample.ALICE, Sample.BOB, cpim)).status())
                .isEqualTo(200);

        assertThat(header(only(ALICES_FOLDER)))
                .contains("Subject: free  Message-Direction: received", "Message-Direction: sent")
                .doesNotContain("Message-Direction: received");
    }

    @Test
    void a_very_long_header_is_folded() throws Exception {
        var tags = "*;" + "+g.x=\"" + "y".repeat(60) + "\"; " + ("+g.x=\"" + "y".repeat(60) + "\"; ").repeat(40)
                + "explicit";
        var sample = Sample.message(Sample.ALICE, Sample.BOB, Sample.cpim("m-1", "x"))
                .with("Accept-Contact", tags);

        assertThat(rig.send(sample).status()).isEqualTo(200);

        var object = only(ALICES_FOLDER);
        assertThat(header(object)).allMatch(line -> line.length() <= 998);
        assertThat(object.summary().attribute("IMDN-Message-ID")).hasValue("m-1");
    }

    @Test
    void notifications_are_objects_of_their_own_beside_the_message() throws Exception {
        rig.send(Sample.message(Sample.ALICE, Sample.BOB, Sample.cpim("m-1", "hi")));
        var delivered = Sample.imdn("n-1", "m-1", "delivery", "delivered");

        assertThat(rig.send(Sample.message(Sample.BOB, Sample.ALICE, delivered)).status())
                .isEqualTo(200);

        var ofBob = rig.objects(Rig.BOB, BOBS_FOLDER);
        var ofAlice = rig.objects(Rig.ALICE, ALICES_FOLDER);
        assertThat(ofBob).extracting(object -> object.entry().kind()).containsExactly(Kind.PAGER_MESSAGE, Kind.IMDN);
        assertThat(ofAlice).extracting(object -> object.entry().kind()).containsExactly(Kind.PAGER_MESSAGE, Kind.IMDN);
        assertThat(rig.body(Rig.ALICE, ofAlice.getLast())).isEqualTo(Octets.of(delivered));
        assertThat(header(rig.bytes(Rig.ALICE, ofAlice.getLast())))
                .contains("IMDN-Message-ID: n-1", "Message-Direction: received");
        assertThat(ofAlice.getLast().entry().flags()).isEqualTo(Flags.of(Flags.SEEN));
        assertThat(ofBob.getLast().entry().flags()).isEqualTo(Flags.of(Flags.SEEN));
        assertThat(ofBob.getFirst().entry().flags()).as("delivered is not read").isEqualTo(Flags.NONE);
    }

    @Test
    void who_sends_displayed_has_read_the_message() throws Exception {
        rig.send(Sample.message(Sample.ALICE, Sample.BOB, Sample.cpim("m-1", "hi")));
        rig.send(Sample.message(Sample.ALICE, Sample.BOB, Sample.cpim("m-2", "ho")));

        rig.send(Sample.message(Sample.BOB, Sample.ALICE, Sample.imdn("n-2", "m-1", "display", "displayed")));

        var ofBob = rig.objects(Rig.BOB, BOBS_FOLDER);
        assertThat(ofBob.get(0).entry().flags()).isEqualTo(Flags.of(Flags.SEEN, Flags.READ_REPORT_SENT));
        assertThat(ofBob.get(1).entry().flags()).isEqualTo(Flags.NONE);
        assertThat(ofBob.get(2).entry().modSeq())
                .as("flags and notification are one commit")
                .isEqualTo(ofBob.get(0).entry().modSeq());
        assertThat(rig.objects(Rig.ALICE, ALICES_FOLDER).getFirst().entry().flags())
                .as("the sender's copy is as it was")
                .isEqualTo(Flags.of(Flags.SEEN));
    }

    @Test
    void a_message_that_came_in_otherwise_is_found_by_its_id() throws Exception {
        var box = rig.store.open(Rig.BOB);
        rig.send(Sample.message(Sample.BOB, Sample.ALICE, Sample.cpim("m-before", "makes the folder")));
        var uploaded = "From: tel:" + Sample.ALICE + "\r\nIMDN-Message-ID: m-up\r\nMessage-Direction: received\r\n"
                + "Content-Type: message/cpim\r\n\r\n" + Sample.cpim("m-up", "uploaded by a device");
        try (var draft = box.draft(Octets.of(uploaded).open(), 10_000)) {
            box.write(Actor.owner(Rig.BOB), transaction -> {
                var folder = transaction.folder(new FolderPath(BOBS_FOLDER)).orElseThrow();
                transaction.deposit(folder.id(), draft, Deposit.PLAIN);
            });
        }

        rig.send(Sample.message(Sample.BOB, Sample.ALICE, Sample.cpim("m-up", "the same id, the other way")));

        rig.send(Sample.message(Sample.BOB, Sample.ALICE, Sample.imdn("n-1", "m-up", "display", "displayed")));

        var seen = Flags.of(Flags.SEEN);
        assertThat(rig.objects(Rig.BOB, BOBS_FOLDER))
                .extracting(object -> object.entry().flags())
                .containsExactly(seen, Flags.of(Flags.SEEN, Flags.READ_REPORT_SENT), seen, seen);
    }

    @Test
    void plain_text_is_stored_in_the_old_form() throws Exception {
        var sample = Sample.message(Sample.ALICE, Sample.BOB, "just text, äöü")
                .with("Content-Type", "text/plain;charset=utf-8");

        assertThat(rig.send(sample).status()).isEqualTo(200);

        var object = onlyOfBob(BOBS_FOLDER);
        assertThat(object.entry().kind()).isEqualTo(Kind.TEXT);
        assertThat(rig.body(Rig.BOB, object)).isEqualTo(Octets.of("just text, äöü"));
        assertThat(header(rig.bytes(Rig.BOB, object)))
                .anyMatch(line -> line.startsWith("Content-Type: text/plain;") && line.contains("utf-8"));
    }

    @Test
    void missing_identities_are_assigned_once_and_are_the_same_in_both_boxes() throws Exception {
        var cpim = Sample.cpim("x", "no ids").replace("imdn.Message-ID: x\r\n", "");
        var sample = Sample.message(Sample.ALICE, Sample.BOB, cpim)
                .without("Conversation-ID")
                .without("Contribution-ID")
                .without("P-Asserted-Service");

        assertThat(rig.send(sample).status()).isEqualTo(200);
        assertThat(rig.send(sample.again()).status()).isEqualTo(200);

        var sent = only(ALICES_FOLDER);
        var received = onlyOfBob(BOBS_FOLDER);
        for (var name : List.of("Conversation-ID", "Contribution-ID", "IMDN-Message-ID")) {
            var id = sent.summary().attribute(name);
            assertThat(id).as(name).isPresent();
            assertThat(received.summary().attribute(name)).as(name).isEqualTo(id);
        }
        assertThat(rig.body(Rig.BOB, received))
                .as("the body is nobody's to change")
                .isEqualTo(Octets.of(cpim));
        assertThat(received.entry().kind()).isEqualTo(Kind.PAGER_MESSAGE);
    }

    @Test
    void a_party_without_a_number_has_a_folder_by_its_sip_address() throws Exception {
        var bot = Sample.message(Sample.ALICE, Sample.BOB, Sample.cpim("m-1", "I am a bot"))
                .with("P-Asserted-Identity", "\"A <strange> bot\" <sip:bot%2A7@Chat.Example.NET:5070;transport=tcp>");

        assertThat(rig.send(bot).status()).isEqualTo(200);

        assertThat(rig.objects(Rig.BOB, "Default/sip:bot%252A7@chat.example.net"))
                .hasSize(1);
    }

    @Test
    void the_number_counts_when_the_core_asserts_two_identities() throws Exception {
        var sample = Sample.message(Sample.ALICE, Sample.BOB, Sample.cpim("m-1", "hi"))
                .with("P-Asserted-Identity", "<sip:alice@ims.example.net>, <tel:" + Sample.ALICE + ">");

        assertThat(rig.send(sample).status()).isEqualTo(200);

        assertThat(rig.objects(Rig.BOB, BOBS_FOLDER)).hasSize(1);
        assertThat(rig.objects(Rig.ALICE, ALICES_FOLDER)).hasSize(1);
    }

    @Test
    void a_recipient_is_found_by_any_of_his_addresses() throws Exception {
        var sample = Sample.message(Sample.ALICE, Sample.BOB, Sample.cpim("m-1", "hi"));
        var toAlias = new Sample(sample.method(), "sip:bob@ims.example.net", sample.headers(), sample.body());

        assertThat(rig.send(toAlias).status()).isEqualTo(200);

        assertThat(rig.objects(Rig.BOB, BOBS_FOLDER)).hasSize(1);
        assertThat(rig.objects(Rig.ALICE, "Default/sip:bob@ims.example.net")).hasSize(1);
    }

    @Test
    void who_wants_to_be_unknown_is_unknown_to_the_recipient_only() throws Exception {
        var sample = Sample.message(Sample.ALICE, Sample.BOB, Sample.cpim("m-1", "guess who"))
                .with("Privacy", "header;id")
                .without("Conversation-ID");

        assertThat(rig.send(sample).status()).isEqualTo(200);

        var received = onlyOfBob("Default/anonymous");
        assertThat(rig.bytes(Rig.BOB, received).text()).doesNotContain(Sample.ALICE);
        assertThat(only(ALICES_FOLDER).summary().attribute("Direction")).hasValue("Out");
    }

    @Test
    void a_message_to_oneself_is_there_sent_and_received() throws Exception {
        rig.send(Sample.message(Sample.ALICE, Sample.ALICE, Sample.cpim("m-1", "note to self")));

        assertThat(rig.objects(Rig.ALICE, "Default/tel:" + Sample.ALICE))
                .extracting(object -> object.summary().attribute("Direction").orElseThrow())
                .containsExactlyInAnyOrder("Out", "In");
    }

    @Test
    void a_file_link_is_kept_as_what_it_is() throws Exception {
        var cpim = Sample.cpim("m-1", "<file xmlns=\"urn:gsma:params:xml:ns:rcs:rcs:fthttp\"/>")
                .replace("text/plain; charset=utf-8", "application/vnd.gsma.rcs-ft-http+xml");

        rig.send(Sample.message(Sample.ALICE, Sample.BOB, cpim));

        assertThat(onlyOfBob(BOBS_FOLDER).entry().kind()).isEqualTo(Kind.HTTP_FILE_TRANSFER);
    }

    @Test
    void messages_malformed_inside_are_refused_and_not_stored() throws Exception {
        var good = Sample.cpim("m-1", "x");
        var imdn = Sample.imdn("n-1", "m-1", "delivery", "delivered");
        var bad = List.of(
                "",
                "hello",
                "From: a\r\n",
                "From: a\r\n\r\n",
                "From: a\r\n\r\nContent-Type: text/plain\r\n",
                "no colon here\r\n" + good,
                ": no name\r\n" + good,
                "X: \u0007\r\n" + good,
                good.replace("text/plain; charset=utf-8", "text"),
                good.replace("text/plain; charset=utf-8", "multipart/mixed"),
                good.replace("text/plain; charset=utf-8", "multipart/mixed; boundary=b"),
                "X: " + "x".repeat(5_000) + "\r\n" + good,
                "X: 1\r\n".repeat(65) + good,
                good.replace("m-1", "m 1"),
                good.replace("m-1", "m".repeat(201)),
                imdn.replace("<message-id>m-1</message-id>", ""),
                imdn.replace("</imdn>", ""),
                imdn.replace("<imdn", "<!DOCTYPE imdn [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><imdn")
                        .replace(">m-1<", ">&e;<"),
                imdn.replace("<delivered/>", ""));
        for (var body : bad) {
            var answer = rig.send(Sample.message(Sample.ALICE, Sample.BOB, body));
            assertThat(answer.status())
                    .as(body.length() > 200 ? body.substring(0, 200) : body)
                    .isEqualTo(400);
        }
        assertThat(rig.send(Sample.message(Sample.ALICE, Sample.BOB, Sample.cpim("m", "x".repeat(70_000))))
                        .status())
                .isEqualTo(413);
        assertThat(rig.send(Sample.message(Sample.ALICE, Sample.BOB, good).with("Conversation-ID", "c 1"))
                        .status())
                .isEqualTo(400);
        assertThat(rig.send(Sample.message(Sample.ALICE, Sample.BOB, good).with("Content-Encoding", "gzip"))
                        .status())
                .isEqualTo(415);
        assertThat(rig.count(Rig.ALICE) + rig.count(Rig.BOB)).isZero();
    }

    private StoredObject only(String folder) {
        var objects = rig.objects(Rig.ALICE, folder);
        assertThat(objects).hasSize(1);
        return objects.getFirst();
    }

    private StoredObject onlyOfBob(String folder) {
        var objects = rig.objects(Rig.BOB, folder);
        assertThat(objects).hasSize(1);
        return objects.getFirst();
    }

    private List<String> header(StoredObject object) throws IOException {
        return header(rig.bytes(Rig.ALICE, object));
    }

    private static List<String> header(Octets object) {
        var text = object.text();
        return List.of(text.substring(0, text.indexOf("\r\n\r\n")).split("\r\n"));
    }
}
