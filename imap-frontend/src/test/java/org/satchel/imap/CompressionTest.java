// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

/// DEFLATE both ways, piece by piece.
class CompressionTest {
    private static byte[] deflated(byte[] plain) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(bytes, new Deflater(9, true))) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    @Test
    void every_flush_lets_out_all_that_was_written_and_holds_no_compressor_then() throws Exception {
        var random = new Random(7);
        var wire = new ByteArrayOutputStream();
        var pool = new DeflaterPool(1);
        var deflation = new Deflation(wire, pool);
        var inflater = new Inflater(true);
        for (int round = 0; round < 200; round++) {
            var text = new byte[random.nextInt(20_000)];
            for (int i = 0; i < text.length; i++) {
                text[i] = (byte) ('a' + random.nextInt(round % 2 == 0 ? 2 : 60));
            }
            int cut = text.length / 3;
            deflation.write(text, 0, cut);
            deflation.write(text, cut, text.length - cut);
            deflation.flush();
            inflater.setInput(wire.toByteArray());
            wire.reset();
            var heard = new byte[text.length + 1];
            int count = 0;
            for (int more = 1; more > 0; count += more) {
                more = inflater.inflate(heard, count, heard.length - count);
            }
            assertThat(count).as("round %d", round).isEqualTo(text.length);
            assertThat(heard).startsWith(text);
        }
        inflater.end();
    }

    @Test
    void what_was_sent_before_and_after_the_switch_is_one_stream() throws IOException {
        var plain = "a1 NOOP\r\na2 NOOP\r\n".getBytes(StandardCharsets.US_ASCII);
        var sent = deflated(plain);
        var early = Arrays.copyOf(sent, 4);
        var rest = new ByteArrayInputStream(sent, 4, sent.length - 4);
        try (var inflation = new Inflation(rest::read, early)) {
            var heard = new ByteArrayOutputStream();
            var one = new byte[3];
            for (int count = inflation.read(one, 0, 3); count > 0; count = inflation.read(one, 0, 3)) {
                heard.write(one, 0, count);
            }
            assertThat(heard.toByteArray()).isEqualTo(plain);
        }
    }

    @Test
    void a_bomb_comes_out_piece_by_piece() throws IOException {
        var bomb = deflated(new byte[50_000_000]);
        assertThat(bomb.length).isLessThan(60_000);
        try (var inflation = new Inflation(new ByteArrayInputStream(bomb)::read, new byte[0])) {
            assertThat(inflation.read(new byte[256], 0, 256)).isEqualTo(256);
        }
    }

    @Test
    void garbage_ends_the_line() {
        var garbage = new ByteArrayInputStream("a3 NOOP\r\n".repeat(5).getBytes(StandardCharsets.US_ASCII));
        try (var inflation = new Inflation(garbage::read, new byte[0])) {
            assertThatThrownBy(() -> inflation.read(new byte[10], 0, 10)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void what_is_plain_again_behind_the_last_flush_is_left_as_it_is() throws IOException {
        var compressed = "a1 NOOP\r\na2 UNAUTHENTICATE\r\n".getBytes(StandardCharsets.US_ASCII);
        var plain = "a3 LOGIN ann secret\r\n".getBytes(StandardCharsets.US_ASCII);
        for (boolean flushes : new boolean[] {true, false}) {
            var sent = new ByteArrayOutputStream();
            sent.writeBytes(flushes ? flushed(compressed) : deflated(compressed));
            sent.writeBytes(plain);
            var wire = new ByteArrayInputStream(sent.toByteArray());
            try (var inflation = new Inflation(wire::read, new byte[0])) {
                var heard = new byte[256];
                int count = inflation.read(heard, 0, heard.length);
                assertThat(Arrays.copyOf(heard, count)).isEqualTo(compressed);
                assertThat(inflation.rest()).as("flushes: %s", flushes).isEqualTo(plain);
            }
        }
    }

    private static byte[] flushed(byte[] plain) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DeflaterOutputStream(bytes, new Deflater(9, true), true);
        out.write(plain);
        out.flush();
        return bytes.toByteArray();
    }
}
