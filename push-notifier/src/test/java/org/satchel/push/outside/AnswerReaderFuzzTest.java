// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.outside;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class AnswerReaderFuzzTest {
    @FuzzTest(maxDuration = "30s")
    void whatever_a_receiver_answers_is_read_or_refused(byte[] answer) {
        try {
            var read = AnswerReader.read(new ByteArrayInputStream(answer));
            assertThat(read.status()).isBetween(200, 599);
            assertThat(read.retryAfter()).isNotNull();
        } catch (IOException refused) {
            assertThat(refused).hasMessageNotContaining("\n");
        }
    }
}
