// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.recorder.sip.JainSipPort;

@Timeout(300)
class WatchdogTest {
    @Test
    void a_live_port_answers_and_a_dead_one_does_not() throws Exception {
        try (var rig = new Rig(Relay.NONE);
                var deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(rig.recorder.answers()).isTrue();
            var silent = new InetSocketAddress(deaf.getInetAddress(), deaf.getLocalPort());
            assertThat(Probe.answers(silent, Duration.ofMillis(200))).isFalse();
        }
    }

    @Test
    void three_misses_in_a_row_open_the_port_afresh() throws Exception {
        var looks = new AtomicInteger();
        var restarts = new LinkedBlockingQueue<Integer>();
        // One answer in between begins the count anew.
        try (var watchdog = new Watchdog(
                () -> looks.incrementAndGet() == 2 || looks.get() > 2 + 2 * Watchdog.MISSES_MAX,
                () -> restarts.add(looks.get()),
                Duration.ofMillis(5))) {
            watchdog.start();

            assertThat(restarts.poll(120, TimeUnit.SECONDS)).isEqualTo(2 + Watchdog.MISSES_MAX);
            assertThat(restarts.poll(120, TimeUnit.SECONDS)).isEqualTo(2 + 2 * Watchdog.MISSES_MAX);
        }
    }

    @Test
    void a_port_opens_again_at_its_address_and_takes_any_address_of_the_machine() throws Exception {
        var port = new JainSipPort(new InetSocketAddress("0.0.0.0", 0), RecorderLimits.DEFAULT);
        try (var core = new NextHop(request -> 200)) {
            SipPort.Handler handler = (request, peer) -> SipResponse.of(200, "OK");
            port.open(handler);
            var address = port.address();
            assertThat(Probe.answers(address, Duration.ofSeconds(5))).isTrue();

            port.close();
            assertThat(Probe.answers(address, Duration.ofSeconds(5))).isFalse();
            port.open(handler);

            assertThat(port.address()).isEqualTo(address);
            assertThat(Probe.answers(address, Duration.ofSeconds(5))).isTrue();
            var sample = Sample.message(Sample.ALICE, Sample.BOB, Sample.cpim("m-1", "x"));
            var headers = SipHeaders.NONE;
            for (var header : sample.headers().entrySet()) {
                headers = headers.plus(header.getKey(), header.getValue());
            }
            var answer = port.send(new SipRequest("MESSAGE", sample.uri(), headers, sample.body()), core.hop());
            assertThat(answer.map(SipResponse::status)).isEqualTo(Optional.of(200));
            assertThat(core.next().header("Via")).doesNotContain("0.0.0.0");
        } finally {
            port.close();
        }
    }
}
