// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessagesTest {
    private final Messages messages = new Messages(Texts.madeUp());

    @Test
    void a_message_is_recognised_by_its_bytes() {
        for (long number : new long[] {0, 1, 4_095, 4_096, 123_456_789, 9_999_999_999L}) {
            assertThat(messages.recognise(messages.message(number))).hasValue(number);
        }
    }

    @Test
    void a_message_with_any_byte_changed_is_not_recognised() {
        var bytes = messages.message(77);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= 1;
            assertThat(messages.recognise(bytes).isPresent()).as("byte %d", i).isFalse();
            bytes[i] ^= 1;
        }
    }

    @Test
    void a_message_is_a_cpm_object_whose_inner_length_is_right() {
        var bytes = messages.message(5);
        var text = new String(bytes, StandardCharsets.UTF_8);
        var parts = text.split("\r\n\r\n", 4);
        assertThat(bytes).hasSize(Messages.BYTES);
        assertThat(parts).hasSize(4);
        assertThat(parts[0]).contains("\r\nContent-Type: message/cpim\r\n", "\r\nIMDN-Message-ID: M0000000005\r\n");
        assertThat(parts[1]).contains("\r\nimdn.Message-ID: M0000000005\r\n");
        int length = Integer.parseInt(parts[2].replaceAll("(?s).*Content-Length: 0*(\\d+).*", "$1"));
        assertThat(parts[3].getBytes(StandardCharsets.UTF_8)).hasSize(length);
        assertThat(parts[3]).doesNotContain("\uFFFD");
    }

    @Test
    void texts_are_read_from_the_zipped_corpus(@TempDir Path folder) throws IOException {
        var file = folder.resolve("nus-sms-corpus-en-2015.03.09.xml.zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("corpus.xml"));
            zip.write(
                    "<smsCorpus><message id='1'><text>One &amp; \n two</text></message><message><text/></message></smsCorpus>"
                            .getBytes(StandardCharsets.UTF_8));
        }
        assertThat(Texts.from(folder).texts()).containsExactly("One & two");
    }

    @Test
    void texts_are_made_up_where_there_is_no_corpus(@TempDir Path folder) throws IOException {
        assertThat(Texts.from(folder).origin()).isEqualTo("made up texts");
    }
}
