// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.wire;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A network namespace of our own, with a loopback. It is there until it is closed, or this process ends.
public final class Namespace implements AutoCloseable {
    /// Holds the namespace open.
    private final Process keeper;

    private Namespace(Process keeper) {
        this.keeper = keeper;
    }

    /// @return empty when that is not allowed here
    public static Optional<Namespace> open() throws IOException {
        Process process;
        try {
            process = new ProcessBuilder("unshare", "-n", "sh", "-c", "ip link set lo up && echo up && exec cat")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return Optional.empty();
        }
        var answer = process.inputReader().readLine();
        if ("up".equals(answer)) {
            return Optional.of(new Namespace(process));
        }
        process.destroyForcibly();
        return Optional.empty();
    }

    /// Words before a command, which then runs in it.
    public List<String> enter() {
        return List.of("nsenter", "--net=/proc/" + pid() + "/ns/net");
    }

    /// A process in it.
    public long pid() {
        return keeper.pid();
    }

    @Override
    public void close() {
        keeper.destroyForcibly();
    }
}
