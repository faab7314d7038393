// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class PapReplyFuzzTest {
    @FuzzTest(maxDuration = "30s")
    void whatever_a_gateway_answers_is_read_or_refused(byte[] answer) {
        PapReply.read(answer)
                .ifPresent(reply -> assertThat(reply.status().action()).isNotNull());
    }
}
