// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.Deposit;
import org.satchel.model.Flags;
import org.satchel.model.FolderPath;
import org.satchel.model.MessageBox;
import org.satchel.model.Summary;
import org.satchel.model.memory.MemoryStore;

class IdentityTest {
    private static final String CHAT = """
            From: <sip:+15550100042@example.com>
            To: tel:+15550100001
            IMDN-Message-ID: m1
            Message-Direction: received
            Content-Type: message/cpim

            imdn.Message-ID: m1

            Content-Type: text/plain

            Hi
            """;
    private static final String SMS = """
            From: tel:+15550100042
            To: tel:+15550100001
            Message-Context: pager-message
            Message-Direction: received
            Content-Type: message/cpim

            DateTime: 2026-03-03T09:14:%02dZ

            Content-Type: text/plain

            Hi
            """;
    private static final String IMDN = """
            From: tel:+15550100042
            To: tel:+15550100001
            IMDN-Message-ID: d1
            Message-Direction: received
            Content-Type: message/cpim

            imdn.Message-ID: d1

            Content-Type: message/imdn+xml

            <imdn><message-id>m1</message-id><display-notification><status><displayed/></status></display-notification></imdn>
            """;

    private final MessageBox box = new MemoryStore().create(new BoxId("tel:+15550100001"));

    private Summary summary(String text) throws IOException {
        var bytes = text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        try (var draft = box.draft(new ByteArrayInputStream(bytes), bytes.length)) {
            return draft.summary();
        }
    }

    private Identity identity(String text) throws IOException {
        return Identity.of(summary(text)).orElseThrow();
    }

    private void deposit(String text) throws IOException {
        var bytes = text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        try (var draft = box.draft(new ByteArrayInputStream(bytes), bytes.length)) {
            var key = Identity.of(draft.summary()).orElseThrow().key();
            box.write(Actor.owner(box.id()), tx -> {
                var inbox = tx.folder(FolderPath.INBOX).orElseThrow();
                tx.deposit(inbox.id(), draft, new Deposit(Flags.NONE, null, key));
            });
        }
    }

    @Test
    void a_message_is_the_same_whoever_brings_it() throws IOException {
        assertThat(identity(CHAT)).isEqualTo(Identity.ofMessage(false, "m1", "tel:+15550100042"));
        assertThat(identity(CHAT)).isEqualTo(Identity.of(summary(CHAT.replace("Hi", "ho")), "m1"));
    }

    @Test
    void another_sender_with_the_same_id_has_sent_another_message() throws IOException {
        assertThat(identity(CHAT)).isNotEqualTo(Identity.ofMessage(false, "m1", "tel:+15550100077"));
        assertThat(identity(CHAT)).isNotEqualTo(Identity.ofMessage(true, "m1", "tel:+15550100042"));
    }

    @Test
    void what_is_written_about_a_session_under_one_id_are_two_things_and_no_message() throws IOException {
        var info = CHAT.replace("message/cpim", "application/x-cpm-session");
        var state = CHAT.replace("message/cpim", "application/group-state-object+xml");
        assertThat(List.of(
                        identity(CHAT).key(),
                        identity(info).key(),
                        identity(state).key()))
                .doesNotHaveDuplicates();
    }

    @Test
    void a_notification_is_known_by_what_it_says() throws IOException {
        assertThat(identity(IMDN)).isEqualTo(identity(IMDN.replace("d1", "d2")));
        assertThat(identity(IMDN)).isNotEqualTo(identity(IMDN.replace("displayed", "delivered")));
        assertThat(identity(IMDN)).isNotEqualTo(identity(IMDN.replace("+15550100042", "+15550100077")));
        assertThat(identity(IMDN)).isNotEqualTo(identity(CHAT));
    }

    @Test
    void the_reports_of_the_members_of_a_group_are_as_many_as_they() throws IOException {
        var toAll = "<imdn><recipient-uri>sip:focus-31@as.example.net</recipient-uri>";
        var report =
                IMDN.replace("<imdn>", toAll).replace("imdn.Message-ID", "From: <tel:+15550100042>\nimdn.Message-ID");
        var other = report.replace("+15550100042", "+15550100077").replace("d1", "d2");
        assertThat(identity(other)).isNotEqualTo(identity(report));
        assertThat(identity(report)).isEqualTo(identity(IMDN));
        var withheld = IMDN.replace("<imdn>", "<imdn><recipient-uri>sip:anonymous@anonymous.invalid</recipient-uri>");
        assertThat(identity(withheld)).isEqualTo(identity(IMDN));
    }

    @Test
    void a_short_message_is_the_same_within_a_minute() throws IOException {
        deposit(SMS.formatted(30));
        assertThat(identity(SMS.formatted(59)).in(box.view())).isPresent();
        assertThat(identity(SMS.formatted(1).replace("09:14", "09:15")).in(box.view()))
                .isPresent();
        assertThat(identity(SMS.formatted(31).replace("09:14", "09:15")).in(box.view()))
                .isEmpty();
        assertThat(identity(SMS.formatted(30).replace("Hi", "ho")).in(box.view()))
                .isEmpty();
        assertThat(identity(SMS.formatted(30).replace("+15550100042", "+15550100077"))
                        .in(box.view()))
                .isEmpty();
    }

    @Test
    void mail_has_none() throws IOException {
        assertThat(Identity.of(summary("Subject: x\n\nx\n"))).isEqualTo(Optional.empty());
    }
}
