// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.satchel.model.codec.SummaryCodec;

class SummaryFuzzTest {
    /// Of the summary as it is stored. Header blocks are cut, and long values of attributes.
    private static final int GROWTH_MAX = 8;

    @FuzzTest(maxDuration = "10m")
    void any_bytes_have_a_sound_summary_that_is_the_same_in_pieces(byte[] bytes) {
        SoundSummary.check("whole", bytes);
        var summarizer = new Summarizer();
        for (int at = 0, piece = 1; at < bytes.length; at += piece, piece = piece % 7 + 1) {
            summarizer.write(bytes, at, Math.min(piece, bytes.length - at));
        }
        var summary = summarizer.finish();
        assertThat(summary).isEqualTo(Samples.summarise(bytes));
        assertThat(SummaryCodec.encode(summary).length).isLessThan(4096 + GROWTH_MAX * bytes.length);
    }
}
