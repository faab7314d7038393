// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.sort;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainSubjectTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lunch | lunch | false",
                "Re: lunch | lunch | true",
                "RE : lunch | lunch | true",
                "Re[2]: lunch | lunch | true",
                "Re: Fwd: fw: lunch | lunch | true",
                "lunch (fwd) | lunch | true",
                "lunch (FWD) (fwd) | lunch | true",
                "[list] lunch | lunch | false",
                "[list] Re: [list] lunch | lunch | true",
                "[a:b] lunch | lunch | false",
                "[list] | [list] | false",
                "Re: [list] | [list] | true",
                "[Fwd: lunch] | lunch | true",
                "[fwd: Re: [list] lunch (fwd)] | lunch | true",
                "[fwd:] | '' | true",
                "Re: | '' | true",
                "redo | redo | false",
                "Reply: lunch | Reply: lunch | false",
                "a   b | a b | false",
                "=?utf-8?q?Re=3A_caf=C3=A9?= | café | true",
            })
    void is_what_mailers_put_nothing_to(String subject, String base, boolean reply) {
        assertThat(PlainSubject.of(subject)).isEqualTo(new PlainSubject(base, reply));
    }

    @Test
    void absence_is_empty_and_length_is_bounded() {
        assertThat(PlainSubject.of(null)).isEqualTo(new PlainSubject("", false));
        assertThat(PlainSubject.of("[x]".repeat(100_000)).text()).hasSizeLessThan(PlainSubject.CHARS_MAX);
        assertThat(PlainSubject.of("Re: ".repeat(100_000)).text()).hasSizeLessThan(PlainSubject.CHARS_MAX);
    }
}
