// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FirstBytesTest {
    private static final List<Integer> LENGTHS = List.of(0, 1, 255, 256, 257, 512, 65_535, 65_536, 65_537, 200_000);

    @Test
    void all_bytes_up_to_the_most_are_there_and_no_more_are_taken() throws IOException {
        for (int length : LENGTHS) {
            var bytes = bytes(length);
            for (int max : List.of(0, 1, 255, 256, 257, 300, 65_536, 100_000, 200_001)) {
                for (var in :
                        List.of(new ByteArrayInputStream(bytes), new Dribble(bytes, 0), new Dribble(bytes, 1 << 30))) {
                    var read = FirstBytes.of(in, max);
                    assertThat(read)
                            .as(length + " up to " + max)
                            .isEqualTo(Arrays.copyOf(bytes, Math.min(length, max)));
                    assertThat(in.readAllBytes()).hasSize(length - read.length);
                }
            }
        }
    }

    private static byte[] bytes(int length) {
        var bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        return bytes;
    }

    /// Gives a few bytes at a time, and says what it likes of how many there are.
    private static final class Dribble extends FilterInputStream {
        private final int said;

        Dribble(byte[] bytes, int said) {
            super(new ByteArrayInputStream(bytes));
            this.said = said;
        }

        @Override
        public int available() {
            return said;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return super.read(target, offset, Math.min(length, 1000));
        }
    }
}
