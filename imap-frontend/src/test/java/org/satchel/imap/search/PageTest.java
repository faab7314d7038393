// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
    @ParameterizedTest
    @CsvSource({
        "1:2, 5, 0, 2",
        "2:1, 5, 0, 2",
        "4:9, 5, 3, 5",
        "6:9, 5, 5, 5",
        "-1:-2, 5, 3, 5",
        "-2:-1, 5, 3, 5",
        "-4:-9, 5, 0, 2",
        "-6:-9, 5, 0, 0",
        "1:4294967295, 0, 0, 0",
        "-1:-4294967295, 5, 0, 5"
    })
    void counts_from_the_end_that_it_names(String text, int count, int from, int to) {
        var page = Page.parse(text);
        assertThat(page.from(count)).isEqualTo(from);
        assertThat(page.to(count)).isEqualTo(to);
        assertThat(page.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1", "1:", ":1", "0:1", "1:0", "-1:1", "1:-1", "1:*", "1:4294967296", "1:2:3", "--1:-2"})
    void what_is_no_range_is_refused(String text) {
        assertThatThrownBy(() -> Page.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void two_ends_reach_everything_and_one_reaches_the_farther() {
        assertThat(new Reach(true, 3).and(new Reach(true, 7))).isEqualTo(new Reach(true, 7));
        assertThat(new Reach(false, 3).and(new Reach(true, 7))).isEqualTo(Reach.ALL);
    }
}
