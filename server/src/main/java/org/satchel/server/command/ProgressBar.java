// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.command;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import org.satchel.server.migration.Progress;

/// How far a migration is: one line that is written over and over on a terminal, else a line now and then.
final class ProgressBar implements AutoCloseable {
    private static final Duration ON_TERMINAL = Duration.ofMillis(250);
    private static final Duration IN_FILE = Duration.ofSeconds(10);
    private static final int BAR_WIDTH = 30;

    private final PrintWriter err;
    private final Progress progress;
    private final boolean terminal =
            Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    private final Thread thread;

    ProgressBar(PrintWriter err, Progress progress) {
        this.err = err;
        this.progress = progress;
        this.thread = Thread.ofVirtual().name("progress").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        print();
        if (terminal) {
            err.println();
        }
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(terminal ? ON_TERMINAL : IN_FILE);
                print();
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private void print() {
        var line = line(progress.figures());
        if (terminal) {
            err.print("\r\033[K" + line);
        } else {
            err.println(line);
        }
        err.flush();
    }

    static String line(Progress.Figures now) {
        var text = new StringBuilder();
        if (now.boxes() > 0) {
            int filled = (int) (BAR_WIDTH * now.boxesDone() / now.boxes());
            text.append('[')
                    .append("=".repeat(filled))
                    .append(" ".repeat(BAR_WIDTH - filled))
                    .append("] ")
                    .append(now.boxesDone())
                    .append('/')
                    .append(now.boxes())
                    .append(' ');
        }
        double seconds = Math.max(now.seconds(), 0.001);
        text.append("%s: %d objects, %.1f MB, %.0f objects/s, %.1f MB/s, %d compared, %d commits behind"
                .formatted(
                        now.stage(),
                        now.objects(),
                        now.bytes() / 1e6,
                        now.objects() / seconds,
                        now.bytes() / 1e6 / seconds,
                        now.compared(),
                        now.lag()));
        return text.toString();
    }
}
