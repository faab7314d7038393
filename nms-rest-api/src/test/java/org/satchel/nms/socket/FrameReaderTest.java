// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class FrameReaderTest {
    private static final int MAX = 64 * 1024;
    private static final int FINAL = 0x80;

    private static byte[] frame(int first, byte[] payload, int mask) {
        var out = new ByteArrayOutputStream();
        out.write(first);
        if (payload.length < 126) {
            out.write(0x80 | payload.length);
        } else if (payload.length < 1 << 16) {
            out.write(0x80 | 126);
            out.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) payload.length).array());
        } else {
            out.write(0x80 | 127);
            out.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        var key = ByteBuffer.allocate(4).putInt(mask).array();
        out.writeBytes(key);
        for (int i = 0; i < payload.length; i++) {
            out.write(payload[i] ^ key[i % 4]);
        }
        return out.toByteArray();
    }

    private static List<String> read(FrameReader reader, byte[] bytes) throws Violation {
        var in = ByteBuffer.wrap(bytes);
        var found = new ArrayList<String>();
        for (var frame = reader.next(in); frame != null; frame = reader.next(in)) {
            found.add(frame.operation() + ":" + new String(frame.payload(), US_ASCII));
        }
        return found;
    }

    private static byte[] text(String text) {
        return text.getBytes(US_ASCII);
    }

    private static void assertViolation(int code, byte[]... frames) {
        var reader = new FrameReader(MAX);
        assertThatThrownBy(() -> {
                    for (var frame : frames) {
                        read(reader, frame);
                    }
                })
                .isInstanceOfSatisfying(
                        Violation.class,
                        violation -> assertThat(violation.code()).isEqualTo(code));
    }

    @Test
    void the_pong_of_the_standard_is_read() throws Violation {
        // RFC 6455 §5.7: a masked "Hello"
        var hello =
                new byte[] {(byte) 0x8a, (byte) 0x85, 0x37, (byte) 0xfa, 0x21, 0x3d, 0x7f, (byte) 0x9f, 0x4d, 0x51, 0x58
                };

        assertThat(read(new FrameReader(MAX), hello)).containsExactly("10:Hello");
    }

    @Test
    void control_frames_are_found_between_data_in_whatever_pieces_all_of_it_comes() throws Violation {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int run = 0; run < 200; run++) {
            var out = new ByteArrayOutputStream();
            var expected = new ArrayList<String>();
            boolean within = false;
            for (int i = 0; i < 20; i++) {
                if (random.nextBoolean()) {
                    var payload = text("p".repeat(random.nextInt(126)));
                    int operation = random.nextBoolean() ? Operation.PING : Operation.PONG;
                    out.writeBytes(frame(FINAL | operation, payload, random.nextInt()));
                    expected.add(operation + ":" + new String(payload, US_ASCII));
                } else {
                    boolean last = random.nextBoolean();
                    int operation = within ? Operation.CONTINUATION : Operation.TEXT + random.nextInt(2);
                    var payload = new byte[random.nextInt(10) == 0 ? random.nextInt(3_000) : random.nextInt(200)];
                    out.writeBytes(frame((last ? FINAL : 0) | operation, payload, random.nextInt()));
                    within = !last;
                }
            }
            var bytes = out.toByteArray();
            var reader = new FrameReader(MAX);
            var found = new ArrayList<String>();
            for (int at = 0; at < bytes.length; ) {
                int end = Math.min(bytes.length, at + 1 + random.nextInt(random.nextBoolean() ? 3 : 500));
                found.addAll(read(reader, Arrays.copyOfRange(bytes, at, end)));
                at = end;
            }
            assertThat(found).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void whatever_comes_is_read_or_a_violation() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int run = 0; run < 20_000; run++) {
            var bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            try {
                for (var frame : read(new FrameReader(MAX), bytes)) {
                    assertThat(frame).as("seed %d", seed).matches("(?s)(8|9|10):.*");
                }
            } catch (Violation violation) {
                assertThat(violation.code()).as("seed %d", seed).isIn(1002, 1009);
            }
        }
    }

    @Test
    void what_the_standard_forbids_is_a_violation() {
        var unmasked = frame(FINAL | Operation.PING, text("x"), 0);
        unmasked[1] &= 0x7f;
        var negative =
                new byte[] {(byte) (FINAL | Operation.TEXT), (byte) 0xff, (byte) 0x80, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0};

        assertViolation(1002, unmasked);
        assertViolation(1002, negative);
        assertViolation(1002, frame(FINAL | 0x40 | Operation.TEXT, text("x"), 1));
        assertViolation(1002, frame(FINAL | 0x3, text("x"), 1));
        assertViolation(1002, frame(FINAL | 0xb, text("x"), 1));
        assertViolation(1002, frame(Operation.PING, text("x"), 1));
        assertViolation(1002, frame(FINAL | Operation.PING, new byte[126], 1));
        assertViolation(1002, frame(FINAL | Operation.CONTINUATION, text("x"), 1));
        assertViolation(1002, frame(Operation.TEXT, text("x"), 1), frame(FINAL | Operation.TEXT, text("x"), 1));
    }

    @Test
    void a_message_that_is_too_long_is_refused_before_it_is_read() throws Violation {
        assertThat(read(new FrameReader(MAX), frame(FINAL | Operation.TEXT, new byte[MAX], 1)))
                .isEmpty();
        assertViolation(1009, frame(FINAL | Operation.BINARY, new byte[MAX + 1], 1));
        assertViolation(
                1009, frame(Operation.TEXT, new byte[MAX], 1), frame(FINAL | Operation.CONTINUATION, new byte[1], 1));
        var endless =
                new byte[] {(byte) (FINAL | Operation.TEXT), (byte) 0xff, 0x7f, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0};
        assertViolation(1009, endless);
        assertViolation(1009, frame(Operation.TEXT, new byte[10], 1), endlessContinuation());
    }

    private static byte[] endlessContinuation() {
        return new byte[] {(byte) FINAL, (byte) 0xff, 0x7f, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0};
    }

    @Test
    void the_key_of_the_standard_is_accepted_as_there() {
        // RFC 6455 §1.3
        assertThat(Handshake.accept("dGhlIHNhbXBsZSBub25jZQ==")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }
}
