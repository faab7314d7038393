// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.imap.TestClient;
import org.satchel.imap.james.fetch.ConvertCommand;

@Timeout(300)
class ConvertTest {
    private ImapStage stage;
    private TestClient client;

    @BeforeEach
    void connect() throws IOException {
        stage = new ImapStage();
        client = stage.login();
        client.append("INBOX", picture(600, 400));
        client.expectOk("SELECT INBOX");
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        stage.close();
    }

    // M-04, S-15
    @Test
    void a_preview_is_smaller_and_the_original_is_what_it_was() throws IOException {
        var before = client.expectOk("FETCH 1 BODY.PEEK[]").only();
        long size = size("(\"image/jpeg\" (\"pix-x\" \"160\" \"pix-y\" \"160\"))");
        assertThat(size).isPositive().isLessThan(30_000);
        assertThat(client.expectOk("FETCH 1 BODY.PEEK[]").only()).isEqualTo(before);
        assertThat(client.expectOk("FETCH 1 FLAGS").only()).doesNotContain("\\Seen");
    }

    // S-17
    @Test
    void each_device_gets_the_size_that_it_asks_for() throws IOException {
        assertThat(size("(\"image/jpeg\" (\"pix-x\" \"320\"))"))
                .isGreaterThan(size("(\"image/jpeg\" (\"pix-x\" \"64\"))"));
    }

    // M-04
    @Test
    void what_cannot_be_converted_is_refused_cleanly() throws IOException {
        client.append(
                "INBOX",
                "From: <tel:+15550100042>\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC\r\n");
        client.expectOk("NOOP");
        var refused = client.ask("CONVERT 2 (\"image/jpeg\") BINARY[1]");
        assertThat(refused.only()).contains("ERROR \"no such conversion\" BADPARAMETERS \"application/pdf\"");
        assertThat(refused.last()).startsWith("NO");
    }

    @Test
    void no_more_objects_at_a_time_than_the_limit() throws IOException {
        for (int i = 0; i < ConvertCommand.MESSAGES_MAX; i++) {
            client.append("INBOX", ImapStage.message("m", "text\r\n"));
        }
        client.expectOk("NOOP");
        assertThat(client.ask("CONVERT 1:* (NIL) BINARY.SIZE[1]").last())
                .startsWith("NO [MAXCONVERTMESSAGES " + ConvertCommand.MESSAGES_MAX + "]");
        assertThat(client.expectOk("CONVERT 2:51 (NIL) BINARY.SIZE[1]").lines()).hasSize(50);
    }

    private long size(String target) throws IOException {
        return Long.parseLong(client.expectOk("UID CONVERT 1 " + target + " BINARY.SIZE[1]")
                .only()
                .replaceFirst(".*\\(UID 1 BINARY.SIZE\\[1\\] (\\d+)\\)", "$1"));
    }

    private static String picture(int width, int height) throws IOException {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, i * 7919);
        }
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", bytes);
        return "From: <tel:+15550100042>\r\nContent-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(bytes.toByteArray()) + "\r\n";
    }
}
