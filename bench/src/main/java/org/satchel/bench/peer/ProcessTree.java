// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// A process with its children and theirs, as `/proc` shows it.
public record ProcessTree(long root) {
    /// Clock ticks of `/proc/PID/stat`: 100 in a second on every Linux that Java runs on.
    private static final double TICKS_PER_SECOND = 100;

    /// Places in `/proc/PID/stat` behind the command name.
    private static final int PARENT = 1;

    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;
    private static final int REAPED_USER_TICKS = 13;
    private static final int REAPED_SYSTEM_TICKS = 14;
    private static final int THREADS = 17;

    /// Processor time used since the start, by processes that have ended too, in seconds.
    public double cpuSeconds() throws IOException {
        double seconds = 0;
        for (var entry : stats().entrySet()) {
            var stat = entry.getValue();
            var ofItself = stat[THREADS].equals("1") ? scheduledSeconds(entry.getKey()) : OptionalDouble.empty();
            seconds += ofItself.orElse(seconds(stat, USER_TICKS, SYSTEM_TICKS))
                    + seconds(stat, REAPED_USER_TICKS, REAPED_SYSTEM_TICKS);
        }
        return seconds;
    }

    private static double seconds(String[] stat, int user, int system) {
        return (Long.parseLong(stat[user]) + Long.parseLong(stat[system])) / TICKS_PER_SECOND;
    }

    /// Exact, where the kernel tells: in ticks, hundreds of processes would each lose up to one. Of one thread only.
    private static OptionalDouble scheduledSeconds(long process) {
        try {
            var text = Files.readString(Path.of("/proc/" + process + "/schedstat"));
            return OptionalDouble.of(Long.parseLong(text.split(" ")[0]) / 1e9);
        } catch (IOException notTold) {
            return OptionalDouble.empty();
        }
    }

    /// Memory in use now.
    public Memory memory() throws IOException {
        long resident = 0;
        long proportional = 0;
        int processes = 0;
        for (var process : stats().keySet()) {
            try {
                for (var line : Files.readAllLines(Path.of("/proc/" + process + "/smaps_rollup"))) {
                    resident += line.startsWith("Rss:") ? kibibytes(line) : 0;
                    proportional += line.startsWith("Pss:") ? kibibytes(line) : 0;
                }
                processes++;
            } catch (IOException ended) {
                if (process == root) {
                    throw ended;
                }
            }
        }
        return new Memory(resident, proportional, processes);
    }

    /// @param residentKib pages in memory; those shared by several processes count for each
    /// @param proportionalKib the same, but a page shared by n processes counts 1/n for each
    public record Memory(long residentKib, long proportionalKib, int processes) {}

    /// Fields of `/proc/PID/stat` behind the command name, by process id.
    private Map<Long, String[]> stats() throws IOException {
        var all = new HashMap<Long, String[]>();
        var children = new HashMap<Long, List<Long>>();
        try (var entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var entry : entries) {
                long process = Long.parseLong(entry.getFileName().toString());
                try {
                    var text = Files.readString(entry.resolve("stat"));
                    // The name stands in parentheses and may hold any character.
                    var stat = text.substring(text.lastIndexOf(')') + 2).split(" ");
                    all.put(process, stat);
                    children.computeIfAbsent(Long.parseLong(stat[PARENT]), parent -> new ArrayList<>())
                            .add(process);
                } catch (IOException ended) {
                    all.remove(process);
                }
            }
        }
        if (!all.containsKey(root)) {
            throw new IOException("process " + root + " has ended");
        }
        var tree = new HashMap<Long, String[]>();
        var open = new ArrayList<>(List.of(root));
        while (!open.isEmpty()) {
            var process = open.removeLast();
            var stat = all.get(process);
            if (stat != null && tree.put(process, stat) == null) {
                open.addAll(children.getOrDefault(process, List.of()));
            }
        }
        return tree;
    }

    static long kibibytes(String line) {
        return Long.parseLong(line.replaceAll("\\D", ""));
    }
}
