// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.outside;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {
    private static Answer read(String text) throws IOException {
        return AnswerReader.read(new ByteArrayInputStream(text.getBytes(ISO_8859_1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 204 No Content~~ | 204 | true",
                "HTTP/1.1 200~Content-Length: 3~~abc | 200 | true",
                "HTTP/1.1 200 OK~Content-Length: 0~Connection: close~~ | 200 | false",
                "HTTP/1.0 200 OK~Content-Length: 0~~ | 200 | false",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2~ab~1;x=y~c~0~Trailer: x~~ | 200 | true",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2~abc~ | 200 | false",
                "HTTP/1.1 200 OK~Transfer-Encoding: gzip, chunked~~ | 200 | false",
                "HTTP/1.1 200 OK~~until the end | 200 | false",
                "HTTP/1.1 200 OK~Content-Length: 99~~cut off | 200 | false",
                "HTTP/1.1 200 OK~Content-Length: 99999999~~x | 200 | false",
                "HTTP/1.1 100 Continue~~HTTP/1.1 103 Early~Link: x~~HTTP/1.1 410 Gone~Content-Length: 0~~ | 410 | true"
            })
    void the_status_counts_and_the_rest_says_whether_the_connection_can_be_used_again(
            String text, int status, boolean reusable) throws IOException {
        var answer = read(text.replace("~", "\r\n"));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.reusable()).isEqualTo(reusable);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SSH-2.0-OpenSSH_9.2\r\n",
                "HTTP/2 200\r\n\r\n",
                "HTTP/1.1 99 Low\r\n\r\n",
                "HTTP/1.1 2000\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0"
            })
    void what_is_no_answer_is_a_failure(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(IOException.class);
    }

    @Test
    void a_head_without_end_is_given_up() {
        assertThatThrownBy(() -> read("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(10_000)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("longer than " + AnswerReader.HEAD_BYTES_MAX);
        assertThatThrownBy(() -> read("HTTP/1.1 100 Continue\r\n\r\n".repeat(20)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("interim");
    }

    @ParameterizedTest
    @CsvSource({"120, 120", "0, 0", "999999999, 3600", "soon, 0", "-5, 0", "99999999999999, 0"})
    void the_time_asked_for_is_kept_within_bounds(String asked, long seconds) throws IOException {
        assertThat(read("HTTP/1.1 429 Slow\r\nRETRY-After: " + asked + "\r\n\r\n")
                        .retryAfter())
                .isEqualTo(Duration.ofSeconds(seconds));
    }
}
