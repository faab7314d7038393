// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoTest {
    @TempDir
    Path folder;

    @Test
    @Timeout(600)
    void every_byte_of_a_short_demonstration_comes_back() {
        var demo = Outcome.of("demo", "--messages", "5", "--corpus", folder.resolve("none") + "");
        assertThat(demo.exit()).as(demo.out() + demo.err()).isZero();
        assertThat(demo.out())
                .contains("Messages: 10, from invented sentences")
                .contains("All good: 11 messages sent over SIP")
                .contains("x-oma-application:cpm.ua")
                .doesNotContain("FAILED")
                .doesNotContain("demo-secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cassandra", "cassandra+s3"})
    @Timeout(900)
    void every_byte_comes_back_on_real_backends(String engine) {
        var demo = Outcome.of("demo", "--engine", engine, "--messages", "5", "--corpus", folder.resolve("none") + "");
        assertThat(demo.exit()).as(demo.out() + demo.err()).isZero();
        assertThat(demo.out()).contains("All good: 11 messages sent over SIP").doesNotContain("FAILED");
    }

    @Test
    @Timeout(300)
    void an_impossible_number_of_messages_is_refused() {
        var demo = Outcome.of("demo", "--messages", "0");
        assertThat(demo.exit()).isEqualTo(1);
        assertThat(demo.err()).contains("--messages is not between 1 and 10,000: 0");
    }
}
