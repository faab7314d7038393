// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "plain|plain",
                "=?utf-8?B?R3LDvMOfZQ==?=|Grüße",
                "=?ISO-8859-1?Q?a?= b|a b",
                "=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=|ab",
                "=?ISO-8859-1?Q?a_b?=|a b",
                "a=?utf-8?q?=C3=BC?=b|aüb",
                // a character split over two words
                "=?utf-8?q?=C3?= =?utf-8?q?=BC?=|ü",
                "=?utf-8*de?q?=C3=BC?=|ü",
                "=?iso-8859-1?q?=FC?= =?utf-8?q?=C3=BC?=|üü",
                "=?no-such-charset?q?x?=|=?no-such-charset?q?x?=",
                "=?utf-8?x?abc?=|=?utf-8?x?abc?=",
                "=?utf-8?b?R3LDvMOfZQ|=?utf-8?b?R3LDvMOfZQ",
                "=? =?utf-8?q?a?=|=? a",
                "=?|=?"
            })
    void encoded_words_are_decoded_and_the_rest_is_kept(String written, String decoded) {
        assertThat(EncodedWords.decode(written)).isEqualTo(decoded);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Tue, 03 Mar 2026 09:14:07 +0100|2026-03-03T09:14:07+01:00",
                "3 Mar 2026 09:14 GMT|2026-03-03T09:14Z",
                "Tue, 3 March 26 09:14:07 EST (winter)|2026-03-03T09:14:07-05:00",
                "(odd) Tue,3 mar 1999 09:14:60 -0000|1999-03-03T09:14:59Z",
                "2026-03-03T09:14:07+0100|2026-03-03T09:14:07+01:00",
                "2026-03-03T09:14:07.250Z|2026-03-03T09:14:07.250Z",
                "2026-03-03 09:14:07+01:00|2026-03-03T09:14:07+01:00"
            })
    void dates_are_read_as_senders_write_them(String written, String date) {
        assertThat(WrittenDate.parse(written)).map(Object::toString).contains(date);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "32 Mar 2026 09:14:07 +0000",
                "3 Foo 2026 09:14:07 +0000",
                "2026-13-03T09:14:07Z",
                "2026-03-03T",
                "3 Mar 2026 09:14:07 +9999",
                "Tue,",
                "1 1 1 1"
            })
    void what_is_no_date_gives_none(String written) {
        assertThat(WrittenDate.parse(written)).isEmpty();
    }

    @Property(tries = 500)
    void base64_of_any_bytes_is_decoded_and_counted_in_any_pieces(
            @ForAll byte[] bytes, @ForAll @IntRange(min = 1, max = 9) int piece) {
        var encoded = Base64.getMimeEncoder().encode(bytes);
        assertThat(TransferEncoding.BASE64.decode(encoded)).isEqualTo(bytes);
        assertThat(counted(TransferEncoding.BASE64, encoded, piece)).isEqualTo(bytes.length);
    }

    @Property(tries = 500)
    void counting_any_bytes_gives_the_size_of_decoding_them(
            @ForAll byte[] noise, @ForAll @IntRange(min = 1, max = 9) int piece) throws IOException {
        for (var encoding : TransferEncoding.values()) {
            var decoded = encoding.decode(noise);
            assertThat(counted(encoding, noise, piece)).isEqualTo(decoded.length);
            assertThat(encoding.decode(new Trickle(noise)).readAllBytes()).isEqualTo(decoded);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"a=3D=\\r\\nb|a=b", "a=\\nb|ab", "=zz=4|=zz=4", "soft=|soft", "=41=42|AB", "a =20b|a  b"})
    void quoted_printable_is_lenient(String encoded, String decoded) {
        var unescaped = encoded.replace("\\r", "\r").replace("\\n", "\n");
        assertThat(new String(
                        TransferEncoding.QUOTED_PRINTABLE.decode(unescaped.getBytes(StandardCharsets.UTF_8)),
                        StandardCharsets.UTF_8))
                .isEqualTo(decoded);
    }

    @Test
    void concatenated_base64_is_decoded_to_its_end() {
        assertThat(TransferEncoding.BASE64.decode("YQ==YmI=\r\n!Y2Nj".getBytes(StandardCharsets.UTF_8)))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("abbccc");
    }

    @Property(tries = 1000)
    void a_reader_and_a_string_hold_the_same_needles(
            @ForAll @StringLength(max = 60) String hay,
            @ForAll @IntRange(min = 0, max = 60) int from,
            @ForAll @IntRange(min = 0, max = 6) int length)
            throws IOException {
        int start = Math.min(from, hay.length());
        var part = hay.substring(start, Math.min(start + length, hay.length()));
        assertThat(new Needle(part).isIn(hay)).isTrue();
        for (var text : new String[] {part, "aab", "ab" + part}) {
            assertThat(new Needle(text).isIn(new StringReader(hay))).isEqualTo(new Needle(text).isIn(hay));
        }
    }

    @Test
    void a_header_block_is_unfolded_and_otherwise_as_written() {
        var bytes = "A: 1\r\nlost line\r\nb :\t2 \r\n\tmore\r\n  yet\r\nC:\r\nA: \u00fc\r\n\r\nD: body"
                .getBytes(StandardCharsets.UTF_8);
        var block = HeaderBlock.parse(bytes, 0, bytes.length);
        assertThat(block.fields())
                .containsExactly(
                        new HeaderBlock.Field("A", "1"),
                        new HeaderBlock.Field("b", "2  more  yet"),
                        new HeaderBlock.Field("C", ""),
                        new HeaderBlock.Field("A", "ü"));
        assertThat(block.all("a")).containsExactly("1", "ü");
        assertThat(block.first("D")).isEmpty();
    }

    @Test
    void bytes_that_are_not_utf_8_are_latin_1() {
        byte[] bytes = {'A', ':', ' ', (byte) 0xfc};
        assertThat(HeaderBlock.parse(bytes, 0, bytes.length).first("A")).contains("ü");
    }

    private static long counted(TransferEncoding encoding, byte[] bytes, int piece) {
        var decoder = encoding.decoder();
        for (int at = 0; at < bytes.length; at += piece) {
            decoder.count(bytes, at, Math.min(piece, bytes.length - at));
        }
        return decoder.counted();
    }

    /// Gives one byte at a time.
    private static final class Trickle extends ByteArrayInputStream {
        Trickle(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(1, length));
        }
    }
}
