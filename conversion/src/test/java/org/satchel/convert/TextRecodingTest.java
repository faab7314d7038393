// SPDX-License-Identifier: Apache-2.0
package org.satchel.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextRecodingTest {
    // S-16
    @Test
    void japanese_mail_is_told_in_utf_8() throws Exception {
        var text = "日本語のメール\r\n二行目\r\n".repeat(2000);
        var stored = text.getBytes(Charset.forName("ISO-2022-JP"));
        var recoding = new TextRecoding(Charset.forName("ISO-2022-JP"), StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream();
        recoding.write(new ByteArrayInputStream(stored), out);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(text);
        assertThat(recoding.measure(new ByteArrayInputStream(stored)))
                .isEqualTo(new TextRecoding.Measure(out.size(), 4000));
    }

    @Test
    void what_the_other_charset_cannot_say_is_refused() {
        var stored = "grün".getBytes(StandardCharsets.UTF_8);
        var recoding = new TextRecoding(StandardCharsets.UTF_8, StandardCharsets.US_ASCII);
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> recoding.measure(new ByteArrayInputStream(stored)))
                .matches(refused -> !refused.isTemporary());
    }

    @Test
    void bytes_that_are_no_text_become_the_sign_for_that() throws Exception {
        var out = new ByteArrayOutputStream();
        new TextRecoding(StandardCharsets.UTF_8, StandardCharsets.UTF_8)
                .write(new ByteArrayInputStream(new byte[] {'a', (byte) 0xff, 'b'}), out);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a\ufffdb");
    }
}
