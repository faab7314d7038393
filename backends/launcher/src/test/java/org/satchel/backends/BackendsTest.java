// SPDX-License-Identifier: Apache-2.0
package org.satchel.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class BackendsTest {
    @TempDir
    Path folder;

    @Test
    void a_backend_ends_with_its_input() throws Exception {
        try (var run = new Run(folder)) {
            run.process.getOutputStream().close();
            assertThat(run.process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(run.process.exitValue()).isZero();
            assertThat(Loopback.answers(run.place)).isFalse();
        }
    }

    @Test
    void a_backend_dies_with_its_parent_even_when_that_is_killed() throws Exception {
        assumeTrue(Child.find("setpriv").isPresent(), "no setpriv here: apt-get install util-linux");
        try (var run = new Run(folder)) {
            assertThat(Loopback.answers(run.place)).isTrue();
            run.process.destroyForcibly().waitFor();
            // The kernel kills the child as soon as the parent's last thread is gone, which may take a moment.
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (Loopback.answers(run.place) && System.nanoTime() - end < 0) {
                Thread.onSpinWait();
            }
            assertThat(Loopback.answers(run.place)).isFalse();
        }
    }

    /// A JVM that runs an S3 endpoint by hand, from the moment it has said where.
    private static final class Run implements AutoCloseable {
        private final Process process;
        private final InetSocketAddress place;

        Run(Path folder) throws Exception {
            process = new ProcessBuilder(
                            Programs.java().toString(),
                            "-Xmx64m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Backends.class.getName(),
                            "s3",
                            folder.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            var words = said.readLine();
            assertThat(words).startsWith("http://127.").contains(" bucket satchel ");
            var endpoint = URI.create(words.substring(0, words.indexOf(' ')));
            place = new InetSocketAddress(endpoint.getHost(), endpoint.getPort());
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
