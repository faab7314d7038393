// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.payload;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.satchel.nms.problem.Refusal;

class ConvertToFuzzTest {
    private static final String[] BEGINNINGS = {"", "image/jpeg", "image/png;pix-x=", "text/plain; charset=\""};

    @FuzzTest(maxDuration = "30s")
    void any_text_is_a_media_type_or_is_refused(FuzzedDataProvider data) {
        var text = data.pickValue(BEGINNINGS) + data.consumeRemainingAsString();
        try {
            var target = ConvertTo.read(text);
            assertThat(target.type()).matches("[!-~]+/[!-~]+").doesNotContain(";", "\"");
            assertThat(target.parameters().keySet()).allMatch(name -> name.matches("[!-~]+"));
        } catch (Refusal refused) {
            assertThat(refused.status()).isEqualTo(400);
        }
    }
}
