// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.command;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;
import org.satchel.bench.measure.Progress;

/// Progress as one line that is written over and over, on a terminal; as nothing but remarks elsewhere.
final class ProgressBar implements Progress {
    private static final int WIDTH = 30;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter out;
    private final boolean terminal;
    private final int steps;
    private int done;

    ProgressBar(PrintWriter out, int steps) {
        this.out = out;
        this.steps = Math.max(1, steps);
        this.terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    @Override
    public void step(String what) {
        done = Math.min(done + 1, steps);
        if (terminal) {
            int filled = done * WIDTH / steps;
            out.print(CLEAR_LINE + "[" + "█".repeat(filled) + "░".repeat(WIDTH - filled) + "] " + done * 100 / steps
                    + " % " + what);
            out.flush();
        }
    }

    @Override
    public void say(String line) {
        out.println(terminal ? CLEAR_LINE + line : line);
        out.flush();
    }

    /// A remark that only those need who see no bar.
    void note(String line) {
        if (!terminal) {
            say(line);
        }
    }

    void end() {
        if (terminal) {
            out.print(CLEAR_LINE);
            out.flush();
        }
    }
}
