// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.nms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.satchel.bench.measure.WrongAnswer;

class NmsChannelsTest {
    private static final String LIST = "{\"nmsEventList\":{\"index\":7,\"nmsEvent\":[{\"changedObject\":{}}]}}";

    @Test
    void what_a_channel_and_a_webhook_tell_has_the_number_of_its_list() throws IOException {
        assertThat(NmsChannels.index("{\"notificationList\":[" + LIST + "]}")).isEqualTo(7);
        assertThat(NmsChannels.indexOfList(LIST)).isEqualTo(7);
    }

    @Test
    void no_list_more_than_one_and_none_with_events_are_wrong() {
        for (var wrong : new String[] {
            "{\"notificationList\":[]}",
            "{\"notificationList\":[" + LIST + "," + LIST + "]}",
            "{\"notificationList\":[" + LIST.replace("{\"changedObject\":{}}", "") + "]}"
        }) {
            assertThatThrownBy(() -> NmsChannels.index(wrong)).isInstanceOf(WrongAnswer.class);
        }
    }

    @Test
    void there_are_never_more_polls_than_a_process_may_have_files() throws IOException {
        assertThat(new NmsScale(Integer.MAX_VALUE, 5, 1, 1).fitting().polls()).isPositive();
        assertThat(new NmsScale(100, 5, 1, 1).fitting().polls()).isEqualTo(100);
        assertThat(NmsScale.QUICK.boxes(101)).isEqualTo(21);
    }
}
