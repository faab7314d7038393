// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// SIPp, which somebody else wrote, sends; both boxes are counted. Left out where it is not installed (Debian:
/// sip-tester).
@Timeout(600)
class SippTest {
    private static final Path SIPP = Path.of("/usr/bin/sipp");

    @TempDir
    Path folder;

    @Test
    void sipp_sends_over_one_connection_and_every_message_is_in_both_boxes() throws Exception {
        run(2_000, 1_000);
    }

    @Test
    @Tag("long")
    void sipp_sends_as_fast_as_one_connection_is_answered() throws Exception {
        run(20_000, 6_000);
    }

    private void run(int messages, int perSecond) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(SIPP), "no SIPp here: apt-get install sip-tester");
        var scenario = folder.resolve("message.xml");
        try (var in = SippTest.class.getResourceAsStream("/sipp-message.xml")) {
            Files.copy(in, scenario);
        }
        try (var rig = new Rig(Relay.NONE)) {
            var address = rig.recorder.address();
            var log = folder.resolve("sipp.log");
            var sipp = new ProcessBuilder(List.of(
                            SIPP.toString(),
                            address.getAddress().getHostAddress() + ":" + address.getPort(),
                            "-sf",
                            scenario.toString(),
                            "-t",
                            "t1",
                            "-i",
                            "127.0.0.1",
                            "-r",
                            "" + perSecond,
                            "-m",
                            "" + messages,
                            "-nostdin",
                            "-timeout",
                            "150s"))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            long start = System.nanoTime();
            try {
                assertThat(sipp.waitFor(170, TimeUnit.SECONDS)).isTrue();
            } finally {
                sipp.destroyForcibly();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            assertThat(sipp.exitValue()).as(() -> tail(log)).isZero();
            assertThat(rig.count(Rig.ALICE)).isEqualTo(messages);
            assertThat(rig.count(Rig.BOB)).isEqualTo(messages);
            System.out.printf(
                    "SIPp: %d messages recorded twice in %.1f s, %.0f/s over one connection%n",
                    messages, seconds, messages / seconds);
        }
    }

    private static String tail(Path log) {
        try {
            var text = Files.readString(log);
            return text.substring(Math.max(0, text.length() - 3_000));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
