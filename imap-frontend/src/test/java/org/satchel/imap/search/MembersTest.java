// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MembersTest {
    @Test
    void places_that_go_take_their_hits_along_and_the_others_move_up() {
        var members = new Members();
        IntStream.of(0, 2, 3, 7, 9).forEach(members::add);
        members.closeUp(new int[] {1, 3, 8});
        assertThat(IntStream.range(0, 10).filter(members::contains)).containsExactly(0, 1, 5, 6);
    }

    @Test
    void tells_what_is_new_to_it() {
        var members = new Members();
        assertThat(members.remove(4)).isFalse();
        assertThat(members.add(4)).isTrue();
        assertThat(members.add(4)).isFalse();
        assertThat(members.remove(4)).isTrue();
        members.closeUp(new int[0]);
        assertThat(members.contains(4)).isFalse();
    }
}
