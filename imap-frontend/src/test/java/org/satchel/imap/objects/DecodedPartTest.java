// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.satchel.model.BoxId;
import org.satchel.model.Draft;
import org.satchel.model.FolderId;
import org.satchel.model.memory.MemoryStore;
import org.satchel.model.text.TransferEncoding;

class DecodedPartTest {
    private static final int[] SECOND = {2};

    private static Draft draft(String type, String encoding, String body) throws IOException {
        var text =
                "Subject: s\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nfirst\r\n--b\r\nContent-Type: "
                        + type + "\r\nContent-Transfer-Encoding: " + encoding + "\r\n\r\n" + body + "\r\n--b--\r\n";
        try (var store = new MemoryStore()) {
            var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
            return store.create(new BoxId("tel:+15550100001")).draft(bytes, 1 << 24);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 8191, 8192, 8193, 100_000})
    void any_range_of_a_part_is_that_range_of_what_was_encoded(int size) throws IOException {
        var random = new Random(size);
        var plain = new byte[size];
        random.nextBytes(plain);
        var draft = draft("image/png", "base64", Base64.getMimeEncoder().encodeToString(plain));
        var payload = draft.payload();
        var part = DecodedPart.find(draft.summary(), payload, SECOND).orElseThrow();
        assertThat(part.size(payload)).isEqualTo(size);
        // counted, too, where the summary would not know it
        var counted = new DecodedPart(part.start(), part.length(), part.encoding(), -1);
        assertThat(counted.size(payload)).isEqualTo(size);
        for (int i = 0; i < 20; i++) {
            int from = random.nextInt(size + 1);
            int count = random.nextInt(size - from + 1);
            var out = new ByteArrayOutputStream();
            part.writeTo(out, payload, from, count);
            assertThat(out.toByteArray()).isEqualTo(Arrays.copyOfRange(plain, from, from + count));
        }
    }

    @Test
    void what_has_no_encoding_of_its_own_is_given_as_it_is_stored() throws IOException {
        var draft = draft("text/plain", "8bit", "text");
        var payload = draft.payload();
        var whole = DecodedPart.find(draft.summary(), payload, new int[0]).orElseThrow();
        assertThat(whole.size(payload)).isEqualTo(payload.size());
        assertThat(whole.encoding()).isEqualTo(TransferEncoding.IDENTITY);
        assertThat(DecodedPart.find(draft.summary(), payload, SECOND)
                        .orElseThrow()
                        .size(payload))
                .isEqualTo(4);
        assertThat(DecodedPart.find(draft.summary(), payload, new int[] {3})).isEmpty();
        assertThat(DecodedPart.find(draft.summary(), payload, new int[] {2, 2})).isEmpty();
    }

    @Test
    void an_encoding_that_nobody_knows_is_told_from_the_others() throws IOException {
        for (var known : new String[] {"7bit", "8BIT", "binary", "Base64", "quoted-printable"}) {
            assertThat(DecodedPart.isUnknown(draft("a/b", known, "x").summary(), SECOND))
                    .isFalse();
        }
        var odd = draft("a/b", "x-own", "x").summary();
        assertThat(DecodedPart.isUnknown(odd, SECOND)).isTrue();
        assertThat(DecodedPart.isUnknown(odd, new int[] {1})).isFalse();
        assertThat(DecodedPart.isUnknown(odd, new int[0])).isFalse();
    }

    @Test
    void ids_are_words_of_letters_digits_and_dashes() throws IOException {
        assertThat(ObjectIds.mailbox(new FolderId(7), "")).isEqualTo("F7");
        assertThat(ObjectIds.content("M12", "").orElseThrow().number()).isEqualTo(12);
        assertThat(ObjectIds.content("12", "")).isEmpty();
        assertThat(ObjectIds.content("M0", "")).isEmpty();
        assertThat(ObjectIds.content("M" + "9".repeat(40), "")).isEmpty();
        assertThat(ObjectIds.thread(draft("a/b", "7bit", "x").summary())).isEmpty();
    }

    @Test
    void ids_of_another_box_are_unlike_ones_own() {
        var realm = ObjectIds.realm(new BoxId("tel:+15550100002"));
        assertThat(realm).matches("-[A-Za-z0-9_-]{12}").isNotEqualTo(ObjectIds.realm(new BoxId("tel:+15550100003")));
        assertThat(ObjectIds.mailbox(new FolderId(7), realm)).isEqualTo("F7" + realm);
        assertThat(ObjectIds.content("M12" + realm, realm).orElseThrow().number())
                .isEqualTo(12);
        assertThat(ObjectIds.content("M12", realm)).isEmpty();
        assertThat(ObjectIds.content("M12" + realm, "")).isEmpty();
        assertThat(ObjectIds.content("M" + realm, realm)).isEmpty();
    }
}
