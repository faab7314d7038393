// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.satchel.model.BoxId;
import org.satchel.model.FolderPath;
import org.satchel.model.StoreFailure;

class IntakeTest {
    private static final BoxId OWNER = new BoxId("tel:+15550100001");
    private static final FolderPath CHAT = new FolderPath("Default/tel:+15550100042");
    private static final String WHOLE = """
            From: tel:+15550100001
            To: tel:+15550100042
            Date: Tue, 03 Mar 2026 09:14:07 +0100
            Conversation-ID: c
            Contribution-ID: k
            IMDN-Message-ID: i
            Message-Direction: sent
            Content-Type: message/cpim

            NS: imdn <urn:ietf:params:imdn>
            imdn.Message-ID: inner

            Content-Type: text/plain

            Hi""".replace("\n", "\r\n");

    private final Intake intake = new Intake(() -> Instant.parse("2026-03-03T09:14:07Z"));

    private String stored(String text, FolderPath folder) throws IOException {
        try (var in = intake.open(stream(text), OWNER, folder)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void what_is_whole_stays_as_it_is() throws IOException {
        assertThat(stored(WHOLE, CHAT)).isEqualTo(WHOLE);
    }

    @Test
    void what_lacks_its_fields_gets_them() throws IOException {
        var bare = "From: tel:+15550100042\r\nContent-Type: message/cpim\r\n\r\nimdn.Message-ID: inner\r\n\r\n\r\nHi";
        assertThat(stored(bare, CHAT))
                .endsWith(bare)
                .contains("To: tel:+15550100001\r\n")
                .contains("Date: Tue, 03 Mar 2026 09:14:07 +0000\r\n")
                .contains("IMDN-Message-ID: inner\r\n")
                .contains("Message-Direction: received\r\n")
                .containsPattern("Conversation-ID: \\S{36}\r\n")
                .containsPattern("Contribution-ID: \\S{36}\r\n");
    }

    @Test
    void what_the_owner_wrote_is_sent() throws IOException {
        var bare = "Content-Type: message/cpim\r\nFrom: <sip:+15550100001@example.com>\r\n\r\n\r\n\r\nHi";
        assertThat(stored(bare, CHAT)).contains("Message-Direction: sent\r\n").contains("To: tel:+15550100042\r\n");
    }

    @Test
    void mail_is_left_alone_and_so_is_what_is_no_conversation() throws IOException {
        var mail = "Subject: x\r\n\r\ntext\r\n";
        assertThat(stored(mail, CHAT)).isEqualTo(mail);
        var cpim = "Content-Type: message/cpim\r\n\r\n\r\n";
        assertThat(stored(cpim, new FolderPath("RCSMessageStore/Trip"))).isEqualTo(cpim);
    }

    @Test
    void lines_end_with_both() throws IOException {
        assertThat(stored("a: b\n\nx\ry\r\nz\r\r\n\n", FolderPath.INBOX))
                .isEqualTo("a: b\r\n\r\nx\r\ny\r\nz\r\n\r\n\r\n");
        assertThat(stored("x\r", FolderPath.INBOX)).isEqualTo("x\r\n");
        assertThat(stored("", FolderPath.INBOX)).isEmpty();
    }

    @Test
    void lines_end_alike_however_they_are_read() throws IOException {
        var random = new Random(7);
        for (int round = 0; round < 200; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(20_000); i >= 0; i -= 1 + random.nextInt(50)) {
                text.append("abc\r\n \r".charAt(random.nextInt(7)));
            }
            var expected =
                    text.toString().replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
            assertThat(stored(text.toString(), FolderPath.INBOX)).isEqualTo(expected);
            try (var bytes = new CanonicalLines(stream(text.toString()))) {
                var one = new StringBuilder();
                for (int next = bytes.read(); next >= 0; next = bytes.read()) {
                    one.append((char) next);
                }
                assertThat(one.toString()).isEqualTo(expected);
            }
        }
    }

    @Test
    void no_text_has_a_nul() {
        assertThatExceptionOfType(StoreFailure.Conflict.class).isThrownBy(() -> stored("a\0b", FolderPath.INBOX));
    }
}
