// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.multipart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.settings.NmsLimits;

@Timeout(600)
@SuppressWarnings("StringConcatToTextBlock") // lines on the wire end in CRLF
final class MultipartReaderTest {
    private static final NmsLimits.Bodies LIMITS = new NmsLimits.Bodies(1 << 20, 1 << 16, 16, 20, 4096, 3);

    @Test
    void parts_are_what_stands_between_the_delimiters() throws IOException {
        var parts = read(
                "preamble\r\n--b\r\nA: 1\r\n\r\nfirst\r\n--b \t\r\n\r\n\r\n--b\r\nB: 2\r\n\r\n--b--\r\nepilogue",
                "b",
                16);

        assertThat(parts).containsExactly("first", "", "");
    }

    @Test
    void lines_that_begin_like_a_delimiter_are_content() throws IOException {
        var content = "--bb\r\n--b x\r\n\r\n--\r\n-b\r\n--B\r\n\r";

        assertThat(read("--b\r\n\r\n" + content + "\r\n--b--", "b", 16)).containsExactly(content);
    }

    @Test
    void line_feeds_alone_are_line_ends_too() throws IOException {
        assertThat(read("--b\nA: 1\n\nfirst\n--b\n\nsecond\n--b--", "b", 16)).containsExactly("first", "second");
    }

    @Test
    void header_fields_are_unfolded_and_their_parameters_read_in_any_spelling() throws IOException {
        var reader = reader(
                "--b\r\nContent-Disposition: form-data;name=root-fields;\r\n  filename=\"a \\\"b\\\".txt\" ; x = y\r\n\r\n\r\n--b--",
                "b",
                16);

        var headers = reader.next().orElseThrow().headers();

        assertThat(headers.parameter("content-disposition", "NAME")).contains("root-fields");
        assertThat(headers.parameter("Content-Disposition", "filename")).contains("a \"b\".txt");
        assertThat(headers.parameter("Content-Disposition", "x")).contains("y");
        assertThat(headers.parameter("Content-Disposition", "z")).isEmpty();
    }

    @Test
    void what_ends_too_early_is_malformed() {
        for (var text : List.of(
                "",
                "x",
                "--b",
                "--b\r\n",
                "--b\r\nA: 1",
                "--b\r\n\r\n",
                "--b\r\n\r\nx\r\n--",
                "--b\r\n\r\nx\r\n--b",
                "--b\r\n\r\nx\r\n--b\r\n")) {
            assertThatThrownBy(() -> read(text, "b", 16)).as(text).isInstanceOf(MalformedMultipart.class);
        }
        assertThatThrownBy(() -> reader("", "", 16)).isInstanceOf(MalformedMultipart.class);
        assertThatThrownBy(() -> reader("", "b".repeat(71), 16)).isInstanceOf(MalformedMultipart.class);
    }

    @Test
    void contents_come_back_however_the_bytes_arrive() throws IOException {
        roundTrips(new Random(20260303), 300);
    }

    @Test
    @Tag("long")
    void contents_come_back_however_the_bytes_arrive_for_long() throws IOException {
        long seed = System.nanoTime();
        roundTrips(new Random(seed), 50_000);
    }

    @Test
    void mutations_end_in_parts_or_in_a_clear_failure() {
        mutations(new Random(42), 3_000);
    }

    @Test
    @Tag("long")
    void mutations_end_in_parts_or_in_a_clear_failure_for_long() {
        mutations(new Random(System.nanoTime()), 500_000);
    }

    private static void roundTrips(Random random, int rounds) throws IOException {
        for (int round = 0; round < rounds; round++) {
            var boundary = "b" + "x".repeat(random.nextInt(70));
            var contents = new ArrayList<String>();
            var text = new StringBuilder();
            for (int i = random.nextInt(4) + 1; i > 0; i--) {
                var content = content(random, boundary);
                contents.add(content);
                text.append("--")
                        .append(boundary)
                        .append("\r\nX: y\r\n\r\n")
                        .append(content)
                        .append("\r\n");
            }
            text.append("--").append(boundary).append("--");

            assertThat(read(text.toString(), boundary, 1 + random.nextInt(5000)))
                    .as("round " + round)
                    .isEqualTo(contents);
        }
    }

    /// Bytes made of what delimiters are made of, without being one.
    private static String content(Random random, String boundary) {
        var pieces = List.of(
                "\r",
                "\n",
                "\r\n",
                "--",
                "-",
                boundary.substring(1),
                "x",
                "\r\n--",
                "\u00ff",
                "abc".repeat(random.nextInt(4000)));
        var text = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        return text.toString().replace("--" + boundary, "");
    }

    private static void mutations(Random random, int rounds) {
        var good =
                "--b\r\nContent-Disposition: form-data; name=\"root-fields\"\r\n\r\n{}\r\n--b\r\nContent-Type: multipart/mixed;"
                        + " boundary=c\r\n\r\n--c\r\nA: b\r\n\r\none\r\n--c\r\n\r\ntwo\r\n--c--\r\n--b--\r\n";
        for (int round = 0; round < rounds; round++) {
            var bytes = good.getBytes(StandardCharsets.ISO_8859_1);
            for (int i = random.nextInt(6); i >= 0; i--) {
                int at = random.nextInt(bytes.length);
                switch (random.nextInt(3)) {
                    case 0 -> bytes[at] = (byte) random.nextInt(256);
                    case 1 -> bytes[at] = "\r\n-: b".getBytes(StandardCharsets.ISO_8859_1)[random.nextInt(6)];
                    default -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
                }
            }
            var text = new String(bytes, StandardCharsets.ISO_8859_1);
            try {
                var parts = read(text, "b", 1 + random.nextInt(200));
                assertThat(String.join("", parts).length()).as("round " + round).isLessThanOrEqualTo(text.length());
            } catch (MalformedMultipart | Refusal refused) {
                assertThat(refused.getMessage()).isNotEmpty();
            } catch (IOException | RuntimeException bug) {
                throw new AssertionError("round " + round + ": " + text, bug);
            }
        }
    }

    private static List<String> read(String text, String boundary, int chunkBytes) throws IOException {
        var reader = reader(text, boundary, chunkBytes);
        var parts = new ArrayList<String>();
        for (var part = reader.next(); part.isPresent(); part = reader.next()) {
            var out = new ByteArrayOutputStream();
            part.get().transferTo(out);
            parts.add(out.toString(StandardCharsets.ISO_8859_1));
        }
        return parts;
    }

    private static MultipartReader reader(String text, String boundary, int chunkBytes) throws IOException {
        var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return new MultipartReader(new Trickle(bytes, chunkBytes), boundary, new Budget(LIMITS));
    }

    /// A stream that gives a few bytes at a time, as a network does.
    private static final class Trickle extends InputStream {
        private final ByteArrayInputStream bytes;
        private final int chunkBytes;

        Trickle(byte[] bytes, int chunkBytes) {
            this.bytes = new ByteArrayInputStream(bytes);
            this.chunkBytes = chunkBytes;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] out, int offset, int length) {
            return bytes.read(out, offset, Math.min(length, chunkBytes));
        }
    }
}
