// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.model.mime.Samples.summarise;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.satchel.model.Kind;

class SummarizerTest {
    static java.util.stream.Stream<java.util.Map.Entry<String, Kind>> kinds() {
        return Samples.KINDS.entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void every_kind_of_object_is_known(java.util.Map.Entry<String, Kind> sample) {
        assertThat(summarise(sample.getKey()).kind()).isEqualTo(sample.getValue());
    }

    @Test
    void a_chat_message_is_one_leaf_for_imap_and_its_text_is_the_content() {
        var summary = summarise(Samples.CHAT);
        assertThat(summary.body().head().isType("message", "cpim")).isTrue();
        assertThat(summary.contents()).singleElement().satisfies(part -> {
            assertThat(part.contentType()).isEqualTo("text/plain; charset=utf-8");
            assertThat(Samples.CHAT.substring(
                            (int) part.extent().bodyStart(), (int) part.extent().end()))
                    .isEqualTo("See you at 6\r\n");
        });
        assertThat(summary.preview()).isEqualTo("See you at 6");
    }
}
