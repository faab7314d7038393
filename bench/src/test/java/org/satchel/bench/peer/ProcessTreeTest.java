// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ProcessTreeTest {
    @Test
    @Timeout(300)
    void time_of_children_counts_while_they_live_and_after() throws IOException, InterruptedException {
        var burn = "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done";
        var shell = new ProcessBuilder(
                        "sh", "-c", "(" + burn + "); echo reaped; (" + burn + "; echo burnt; read x) <&0; :")
                .start();
        try (var lines = shell.inputReader()) {
            var tree = new ProcessTree(shell.pid());
            read(lines, "reaped");
            double ofReaped = tree.cpuSeconds();
            read(lines, "burnt");
            double ofBoth = tree.cpuSeconds();
            assertThat(ofReaped).isGreaterThan(0.005);
            assertThat(ofBoth).isGreaterThan(ofReaped * 1.3);
            assertThat(tree.memory().processes()).isEqualTo(2);
            assertThat(tree.memory().residentKib())
                    .isPositive()
                    .isGreaterThanOrEqualTo(tree.memory().proportionalKib());
        } finally {
            shell.destroyForcibly();
        }
    }

    private static void read(BufferedReader lines, String expected) throws IOException {
        assertThat(lines.readLine()).isEqualTo(expected);
    }
}
