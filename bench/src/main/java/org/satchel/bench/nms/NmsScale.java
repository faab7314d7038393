// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.nms;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much the works on pages and notification channels do.
///
/// @param polls that wait at once, at most as many as the machine lets a process have
/// @param pollsPerBox devices of one user
/// @param newsBoxes boxes in which something happens, each with a subscription for each way to hear of it
/// @param paged objects in the box whose pages are shown
public record NmsScale(int polls, int pollsPerBox, int newsBoxes, int paged) {
    /// Open files that the server needs besides.
    private static final int OTHER_FILES = 2_000;

    public static final NmsScale FULL = new NmsScale(50_000, 5, 334, 100_000);
    public static final NmsScale QUICK = new NmsScale(500, 5, 20, 5_000);

    /// With as many polls as a process may have connections here.
    public NmsScale fitting() throws IOException {
        return new NmsScale((int) Math.min(polls, openFilesMax() - OTHER_FILES), pollsPerBox, newsBoxes, paged);
    }

    /// Boxes in which so many polls wait.
    int boxes(int polls) {
        return (polls + pollsPerBox - 1) / pollsPerBox;
    }

    private static long openFilesMax() throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc/self/limits"))) {
            if (line.startsWith("Max open files")) {
                // The virtual machine raises its own limit to the hard one, which comes second.
                var words = line.strip().split("\\s+");
                return words[4].equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(words[4]);
            }
        }
        throw new IOException("the kernel does not tell how many files a process may open");
    }
}
