// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.Flags;
import org.satchel.model.Kind;

@Timeout(60)
class RecordingTest {
    private static final String ALICES_FOLDER = "Default/tel:" + Sample.BOB;
    private static final String BOBS_FOLDER = "Default/tel:" + Sample.ALICE;

    @Test
    void a_message_between_two_local_users_is_in_both_boxes_byte_for_byte() throws Exception {
        try (var rig = new Rig(Relay.NONE)) {
            var cpim = Sample.cpim("m-0451", "Lunch at 12? 🍜");

            var answer = rig.send(Sample.message(Sample.ALICE, Sample.BOB, cpim));

            assertThat(answer.status()).isEqualTo(200);
            var sent = rig.objects(Rig.ALICE, ALICES_FOLDER);
            var received = rig.objects(Rig.BOB, BOBS_FOLDER);
            assertThat(sent).hasSize(1);
            assertThat(received).hasSize(1);
            assertThat(rig.body(Rig.ALICE, sent.getFirst())).isEqualTo(Octets.of(cpim));
            assertThat(rig.body(Rig.BOB, received.getFirst())).isEqualTo(Octets.of(cpim));
            assertThat(sent.getFirst().entry().flags()).isEqualTo(Flags.of(Flags.SEEN));
            assertThat(received.getFirst().entry().flags()).isEqualTo(Flags.NONE);
            assertThat(sent.getFirst().entry().kind()).isEqualTo(Kind.PAGER_MESSAGE);
        }
    }
}
