// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// Where the heap of a Java process lies, and how much of it is in use, as `jcmd GC.heap_info` tells of G1.
record HeapOutline(long usedKib, long first, long end) {
    private static final Pattern G1 =
            Pattern.compile("garbage-first heap.* used (\\d+)K \\[0x([0-9a-f]+), 0x([0-9a-f]+)\\)");
    private static final Pattern MAPPING = Pattern.compile("([0-9a-f]+)-([0-9a-f]+) [-rwxps]{4} .*");

    /// @throws IOException when it is the heap of another collector
    static HeapOutline parse(String heapInfo) throws IOException {
        var matcher = G1.matcher(heapInfo);
        if (!matcher.find()) {
            throw new IOException("only the memory of a G1 heap is understood");
        }
        return new HeapOutline(
                Long.parseLong(matcher.group(1)),
                Long.parseUnsignedLong(matcher.group(2), 16),
                Long.parseUnsignedLong(matcher.group(3), 16));
    }

    /// Memory of the process outside the heap, and the used part of the heap.
    long neededKib(long process) throws IOException {
        return usedKib + outsideKib(Files.readAllLines(Path.of("/proc/" + process + "/smaps")));
    }

    /// Proportional set size of all mappings that do not begin in the heap.
    long outsideKib(List<String> smaps) {
        long outside = 0;
        boolean inHeap = false;
        for (var line : smaps) {
            var mapping = MAPPING.matcher(line);
            if (mapping.matches()) {
                long start = Long.parseUnsignedLong(mapping.group(1), 16);
                inHeap = Long.compareUnsigned(start, first) >= 0 && Long.compareUnsigned(start, end) < 0;
            } else if (!inHeap && line.startsWith("Pss:")) {
                outside += ProcessTree.kibibytes(line);
            }
        }
        return outside;
    }
}
