// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.url;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

class ImapUrlFuzzTest {
    @FuzzTest(maxDuration = "10m")
    void any_text_is_a_url_or_is_refused(FuzzedDataProvider data) {
        var prefix = data.pickValue(new String[] {"", "imap://", "imap://h/a/;UID=1", "imap://h/a/;UID=1;URLAUTH="});
        ImapUrl url;
        try {
            url = ImapUrl.parse(prefix + data.consumeRemainingAsString());
        } catch (IllegalArgumentException refused) {
            return;
        }
        assertThat(ImapUrl.parse(url.text())).isEqualTo(url);
    }
}
