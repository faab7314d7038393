// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class CpimFuzzTest {
    @FuzzTest(maxDuration = "30s")
    void whatever_a_message_holds_it_is_taken_or_refused(byte[] body) {
        var headers = SipHeaders.NONE.plus("Content-Type", "message/cpim");
        var request = new SipRequest("MESSAGE", "tel:" + Sample.BOB, headers, Octets.of(body));
        try {
            assertThat(Content.read(request, RecorderLimits.DEFAULT)).isNotNull();
        } catch (Refusal refusal) {
            assertThat(refusal.response().status()).isBetween(400, 499);
        }
    }
}
