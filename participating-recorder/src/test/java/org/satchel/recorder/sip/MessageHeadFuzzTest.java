// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder.sip;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class MessageHeadFuzzTest {
    @FuzzTest(maxDuration = "30s")
    void whatever_a_header_block_holds_it_is_framed_or_refused_in_one_answer(byte[] block) {
        var head = MessageHead.parse(block, block.length);
        assertThat(head.contentLength()).isGreaterThanOrEqualTo(-2);
        assertThat(head.fault()).matches("|[45][0-9][0-9] [A-Za-z -]+");
        var answer = head.answer("400 Bad Request");
        assertThat(answer.indexOf("\r\n\r\n")).isEqualTo(answer.length() - 4);
    }
}
