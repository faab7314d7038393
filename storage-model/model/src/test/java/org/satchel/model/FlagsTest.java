// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FlagsTest {
    @Test
    void what_has_a_meaning_is_one_flag_by_whatever_name_it_came() {
        for (var alias : List.of("$Archived", "$archived", "\\Archived", "\\ARCHIVED", "dontdelete", "DontDelete")) {
            assertThat(Flags.of(alias).names()).as(alias).containsExactly("$Archived");
            assertThat(Flags.of(alias).archived()).as(alias).isTrue();
            assertThat(Flags.of(Flags.ARCHIVED).has(alias)).as(alias).isTrue();
        }
        for (var alias : List.of("$ReadReportSent", "$READREPORTSENT", "\\Read-Report-Sent")) {
            assertThat(Flags.of(alias).names()).as(alias).containsExactly("\\read-report-sent");
            assertThat(Flags.of(alias)).isEqualTo(Flags.of(Flags.READ_REPORT_SENT));
        }
        assertThat(Flags.of("$mdnsent", "$FORWARDED").names()).containsExactly("$Forwarded", "$MDNSent");
    }

    @Test
    void flags_from_before_the_names_were_one_are_read_as_one() {
        var old = Flags.ofBits(1, List.of("$ReadReportSent", "\\read-report-sent", "dontdelete"));
        assertThat(old).isEqualTo(Flags.of(Flags.SEEN, Flags.READ_REPORT_SENT, Flags.ARCHIVED));
        assertThat(old.minus(Flags.of("\\Archived")).archived()).isFalse();
    }

    @Test
    void system_flags_are_spelt_canonically_and_other_words_as_they_came() {
        assertThat(Flags.of("\\SEEN", "\\deleted", "MyWord").names()).containsExactly("\\Seen", "\\Deleted", "MyWord");
        assertThat(Flags.of("MyWord").has("myword")).isTrue();
    }

    @Test
    void no_other_flag_has_a_backslash() {
        for (var name : List.of("\\Recent", "\\Foo", "\\", "\\$Archived", "\\dontdelete")) {
            assertThatThrownBy(() -> Flags.of(name)).as(name).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
