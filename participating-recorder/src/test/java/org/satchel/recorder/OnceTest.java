// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.BoxId;
import org.satchel.recorder.sip.JainSipPort;

/// One message is one object, however often and on whatever ways it comes.
@Timeout(300)
class OnceTest {
    private static final String CPIM = Sample.cpim("m-0451", "Lunch at 12?");

    @Test
    void the_same_message_five_times_at_once_on_five_connections_is_one_object() throws Exception {
        try (var rig = new Rig(Relay.NONE);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var sample = Sample.message(Sample.ALICE, Sample.BOB, CPIM);
            List<Callable<Integer>> copies = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                copies.add(() -> rig.send(sample.again()).status());
            }

            for (var status : threads.invokeAll(copies)) {
                assertThat(status.get()).isEqualTo(200);
            }

            assertThat(rig.count(Rig.ALICE)).isEqualTo(1);
            assertThat(rig.count(Rig.BOB)).isEqualTo(1);
            var counters = rig.recorder.counters();
            assertThat(counters.sent()).isEqualTo(1);
            assertThat(counters.received()).isEqualTo(1);
            assertThat(counters.duplicates()).isEqualTo(8);
        }
    }

    @Test
    void the_very_same_request_sent_again_is_one_object() throws Exception {
        try (var rig = new Rig(Relay.NONE)) {
            var sample = Sample.message(Sample.ALICE, Sample.BOB, CPIM);
            for (int i = 0; i < 3; i++) {
                assertThat(rig.send(sample).status()).isEqualTo(200);
            }
            assertThat(rig.count(Rig.BOB)).isEqualTo(1);
        }
    }

    @Test
    void a_copy_that_took_another_way_is_the_same_message() throws Exception {
        try (var rig = new Rig(Relay.NONE)) {
            var sample = Sample.message(Sample.STRANGER, Sample.BOB, CPIM);
            var other = sample.again()
                    .with("Call-ID", "another")
                    .with("From", "<tel:" + Sample.STRANGER + ">;tag=other")
                    .with("P-Asserted-Identity", "<tel:" + Sample.STRANGER + ">");

            rig.send(sample);
            rig.send(other);

            assertThat(rig.count(Rig.BOB)).isEqualTo(1);
        }
    }

    @Test
    void equal_words_in_two_messages_are_two_objects() throws Exception {
        try (var rig = new Rig(Relay.NONE)) {
            rig.send(Sample.message(Sample.ALICE, Sample.BOB, Sample.cpim("m-1", "OK")));
            rig.send(Sample.message(Sample.ALICE, Sample.BOB, Sample.cpim("m-2", "OK")));
            rig.send(Sample.message(Sample.ALICE, Sample.BOB, "OK").with("Content-Type", "text/plain"));
            rig.send(Sample.message(Sample.ALICE, Sample.BOB, "OK").with("Content-Type", "text/plain"));

            assertThat(rig.count(Rig.BOB)).isEqualTo(4);
        }
    }

    @Test
    void an_id_means_one_message_per_sender_and_nobody_can_take_anothers() throws Exception {
        try (var rig = new Rig(Relay.NONE)) {
            rig.send(Sample.message(Sample.STRANGER, Sample.BOB, CPIM));
            rig.send(Sample.message(Sample.ALICE, Sample.BOB, CPIM));

            assertThat(rig.count(Rig.BOB)).isEqualTo(2);
        }
    }

    @Test
    void a_message_that_comes_again_after_a_restart_is_known() throws Exception {
        try (var rig = new Rig(Relay.NONE)) {
            var sample = Sample.message(Sample.STRANGER, Sample.BOB, CPIM);
            rig.send(sample);
            rig.recorder.close();
            var port = new JainSipPort(
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(),
                            rig.recorder.address().getPort()),
                    RecorderLimits.DEFAULT);
            try (var again = new Recorder(
                    rig.store,
                    address -> Optional.of(new BoxId(address.uri())).filter(box -> box.equals(Rig.BOB)),
                    port,
                    RecorderSettings.LOCAL,
                    InstantSource.system())) {
                again.start();

                assertThat(rig.send(sample.again()).status()).isEqualTo(200);

                assertThat(rig.count(Rig.BOB)).isEqualTo(1);
                assertThat(again.counters().duplicates()).isEqualTo(1);
            }
        }
    }
}
